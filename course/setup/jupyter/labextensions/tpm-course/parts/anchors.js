// A link to a place on a page leads there and stays there. JupyterLab scrolls once, while cells are still being laid out or
// run, and then the place moves. So it is scrolled to again until the page has come to rest, or somebody acts.

import { isOpened } from "./opening.js";

const ACTS = ["wheel", "touchstart", "pointerdown", "keydown"];
const STEP_MS = 100;
const RESTS_MS = 3000;
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
