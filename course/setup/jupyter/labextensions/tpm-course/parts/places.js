// Opens pages of the course, finds an exercise in one, and keeps a place in view.

import { isOpened } from "./opening.js";

const ACTS = ["wheel", "touchstart", "pointerdown", "keydown"];
const STEP_MS = 100;
const RESTS_MS = 3000;
const LONGEST_MS = 60_000;
const NEAR = 4; // px

export function openPage(app, path) {
  return app.commands.execute("docmanager:open", { path });
}

// "5.2" in a notebook: shown at the top, and kept there while the page above it is drawn, comes alive and grows.
export async function openExercise(app, path, id) {
  const panel = await openPage(app, path);
  await Promise.all([panel.context.ready, panel.revealed]);
  const index = cellOf(panel, id);
  if (index < 0) return;
  panel.content.activeCellIndex = index;
  const { node } = panel.content.widgets[index];
  node.scrollIntoView({ block: "start" });
  stayAt(panel, () => node);
}

// The first of an exercise's cells, by the names that nbgrader knows them by: 5-2-prompt, 5-2-view, 5-2.
function cellOf(panel, id) {
  const name = id.replace(".", "-");
  const isOfExercise = (found) => found === name || found?.startsWith(`${name}-`);
  return panel.content.widgets.findIndex((cell) => isOfExercise(cell.model.getMetadata("nbgrader")?.grade_id));
}

// JupyterLab scrolls once, while cells are still being laid out or run, and then a place moves. So the node that `find` gives is
// scrolled to again until the page has come to rest, or somebody acts, or what this returns is called.
export function stayAt(panel, find) {
  const began = performance.now();
  let restsSince = began;
  const step = () => {
    const now = performance.now();
    const found = panel.isDisposed ? null : find();
    const node = found?.isConnected ? found : null;
    const before = node && distance(panel, node);
    if (node && panel.isVisible && Math.abs(before) > NEAR) node.scrollIntoView({ block: "start" });
    const isAtRest = node && !isBusy(panel) && distance(panel, node) === before; // there, or the page ends before
    if (!isAtRest) restsSince = now;
    if (panel.isDisposed || now - restsSince > RESTS_MS || now - began > LONGEST_MS) stop();
  };
  const timer = setInterval(step, STEP_MS);
  const stop = () => {
    clearInterval(timer);
    for (const act of ACTS) panel.node.removeEventListener(act, stop, true);
  };
  for (const act of ACTS) panel.node.addEventListener(act, stop, { capture: true, passive: true });
  return stop;
}

const isBusy = (panel) => !panel.context.isReady || !isOpened(panel) || panel.sessionContext.session?.kernel?.status !== "idle";

function distance(panel, node) {
  const page = panel.content.node.querySelector(".jp-WindowedPanel-outer") ?? panel.content.node;
  return node.getBoundingClientRect().top - page.getBoundingClientRect().top;
}
