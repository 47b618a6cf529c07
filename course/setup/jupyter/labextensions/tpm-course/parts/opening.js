// Makes a page of the course interactive when it is opened: its cells that call the course run by themselves.
// Cells that check, and whatever is not a call to the course, wait for the learner.

import { PAGES } from "./pages.js";

const CALLS = /^\s*(import course\s*$|(import course\s*\n\s*)?(ex_\w+\s*=\s*)?course\.\w+\()/;
const VIEW = "application/vnd.jupyter.widget-view+json";

const seen = new WeakSet();
const done = new WeakSet();

/** Whether nothing of a page is going to run by itself any more. */
export const isOpened = (panel) => done.has(panel) || !PAGES.test(panel.context.path);

export function install(app, shared) {
  const open = (panel) => {
    if (!panel?.sessionContext || !PAGES.test(panel.context?.path ?? "") || seen.has(panel)) return;
    seen.add(panel);
    run(panel, shared)
      .catch((error) => console.error("The page could not be made interactive.", error))
      .finally(() => done.add(panel));
  };
  app.restored.then(() => {
    open(app.shell.currentWidget);
    app.shell.currentChanged.connect((_, change) => open(change.newValue));
  });
}

async function run(panel, shared) {
  await Promise.all([panel.context.ready, panel.sessionContext.ready, panel.revealed]);
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel) return;
  const reply = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
  const alive = new Set(Object.keys(reply.content.comms ?? {}));
  const cells = panel.content.widgets.filter((cell) => isOfCourse(cell.model) && !isAlive(cell.model, alive));
  const { NotebookActions } = await shared("@jupyterlab/notebook");
  await NotebookActions.runCells(panel.content, cells, panel.sessionContext);
}

// Cells whose stored output is compared belong to the lesson, too: those that show pandas call it by another name.
function isOfCourse(model) {
  if (model.type !== "code") return false;
  return CALLS.test(model.sharedModel.source) || (model.getMetadata("tags") ?? []).includes("nbval-check-output");
}

// After a reload of the browser's page the kernel still has the widgets that the notebook was saved with.
function isAlive(model, widgets) {
  const views = model.sharedModel.getOutputs().map((output) => output.data?.[VIEW]?.model_id).filter(Boolean);
  return views.length > 0 && views.every((id) => widgets.has(id));
}
