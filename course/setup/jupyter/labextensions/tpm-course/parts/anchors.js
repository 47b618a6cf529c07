// A link to a place on a page leads there and stays there.

import { stayAt } from "./places.js";

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
    stop = stayAt(panel, () => placeOf(panel, fragment));
  };
  return { isDisposed: false, dispose: () => stop() };
}

// "#cell-id=5-2-prompt" is a cell, "#Your-turn" a heading.
function placeOf(panel, fragment) {
  const [, id] = fragment.match(/^#cell-id=(.+)$/) ?? [];
  return id
    ? panel.content.widgets.find((cell) => cell.model.id === id)?.node
    : panel.content.node.querySelector(`[data-jupyter-id="${CSS.escape(decodeURIComponent(fragment.slice(1)))}"]`);
}
