// Below each exercise is the cell that nbgrader grades. It repeats what the exercise's own Check button says, so learners
// do not see it; it still runs and is still handed in. Whoever teaches sees it.

import { addStyle, eachDocument } from "./pages.js";

const EXERCISES = /(^|\/)exercises\//;
const CHECK = /^\s*ex_\w+\.check\(\)\s*$/;

export async function install(app, shared) {
  const { PageConfig } = await shared("@jupyterlab/coreutils");
  if (!PageConfig.getOption("courseLearner")) return;
  addStyle("check_cells.css");
  eachDocument(app, (panel) => {
    const cells = panel.content?.model?.cells;
    if (!cells || !EXERCISES.test(panel.context.path)) return;
    const mark = () => panel.content.widgets.forEach((cell) => cell.toggleClass("course-check-cell", isCheck(cell.model)));
    panel.context.ready.then(mark);
    cells.changed.connect(() => requestAnimationFrame(mark));
  });
}

function isCheck(model) {
  return Boolean(model.getMetadata("nbgrader")?.grade) && CHECK.test(model.sharedModel.source);
}
