// Opens pages of the course, and finds an exercise in one.

const SETTLES_MS = 20_000;

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
  keepInView(panel.content.widgets[index].node, panel.content.node);
}

// The first of an exercise's cells, by the names that nbgrader knows them by: 5-2-prompt, 5-2-view, 5-2.
export function cellOf(panel, id) {
  const name = id.replace(".", "-");
  const isOfExercise = (found) => found === name || found?.startsWith(`${name}-`);
  return panel.content.widgets.findIndex((cell) => isOfExercise(cell.model.getMetadata("nbgrader")?.grade_id));
}

function keepInView(node, page) {
  const show = () => node.isConnected && node.scrollIntoView({ block: "start" });
  const growth = new ResizeObserver(show);
  const stop = () => {
    growth.disconnect();
    for (const sign of LEAVES) page.removeEventListener(sign, stop);
  };
  const LEAVES = ["wheel", "pointerdown", "keydown", "touchstart"];
  for (const sign of LEAVES) page.addEventListener(sign, stop, { passive: true });
  growth.observe(page.querySelector(".jp-WindowedPanel-viewport") ?? page);
  setTimeout(stop, SETTLES_MS);
  show();
}
