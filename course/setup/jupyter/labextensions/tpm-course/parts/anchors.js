// A link to a place on a page leads there and stays there. JupyterLab scrolls once, while cells are still being laid out or
// run, and then the place moves. So it is scrolled to again until the page has come to rest, or somebody acts.

const ACTS = ["wheel", "touchstart", "pointerdown", "keydown"];
const STEP_MS = 100;
const RESTS_MS = 2000;
const LONGEST_MS = 60_000;
const NEAR = 4; // px

export async function install(app) {
  app.docRegistry.addWidgetExtension("Notebook", { createNew: (panel) => follow(panel) });
  for (const panel of app.shell.widgets("main")) if (panel.content?.widgets && panel.context) follow(panel);
}

function follow(panel) {
  const scrollOnce = panel.setFragment.bind(panel);
  let stop = () => {};
  panel.setFragment = (fragment) => {
    stop();
    scrollOnce(fragment);
    stop = stay(panel, fragment);
  };
  return { isDisposed: false, dispose: () => stop() };
}

function stay(panel, fragment) {
  const began = performance.now();
  let restsSince = began;
  const step = () => {
    const now = performance.now();
    const node = panel.isDisposed ? null : placeOf(panel, fragment);
    if (!isBusy(panel) && node && Math.abs(distance(panel, node)) <= NEAR) {
      if (now - restsSince > RESTS_MS) stop();
    } else {
      restsSince = now;
      const before = node && distance(panel, node);
      if (panel.isVisible) node?.scrollIntoView({ block: "start" });
      // At its end a page goes no further.
      if (node && !isBusy(panel) && distance(panel, node) === before && now - began > RESTS_MS) stop();
    }
    if (panel.isDisposed || now - began > LONGEST_MS) stop();
  };
  const timer = setInterval(step, STEP_MS);
  const stop = () => {
    clearInterval(timer);
    for (const act of ACTS) panel.node.removeEventListener(act, stop, true);
  };
  for (const act of ACTS) panel.node.addEventListener(act, stop, { capture: true, passive: true });
  return stop;
}

const isBusy = (panel) => !panel.context.isReady || panel.sessionContext.session?.kernel?.status !== "idle";

// "#cell-id=5-2-prompt" is a cell, "#Your-turn" a heading.
function placeOf(panel, fragment) {
  const [, id] = fragment.match(/^#cell-id=(.+)$/) ?? [];
  const node = id
    ? panel.content.widgets.find((cell) => cell.model.id === id)?.node
    : panel.content.node.querySelector(`[data-jupyter-id="${CSS.escape(decodeURIComponent(fragment.slice(1)))}"]`);
  return node?.isConnected ? node : null;
}

function distance(panel, node) {
  const page = panel.content.node.querySelector(".jp-WindowedPanel-outer") ?? panel.content.node;
  return node.getBoundingClientRect().top - page.getBoundingClientRect().top;
}
