// Tabs say which module they show: "5 · exercises". The files keep their names.

import { eachDocument, shortTitle } from "./pages.js";

export function install(app) {
  eachDocument(app, (panel) => {
    // JupyterLab takes a new title for a new name and renames the file; only without that may a title be set.
    if (!panel._onTitleChanged || !panel.title.changed.disconnect(panel._onTitleChanged, panel)) return;
    const name = () => (panel.title.label = shortTitle(panel.context.path) || panel.context.path.split("/").pop());
    panel.context.pathChanged.connect(name);
    name();
  });
  nameWindow(app);
}

// JupyterLab names the window after the file, whenever it has saved its layout.
function nameWindow(app) {
  const name = () => {
    const title = shortTitle(app.shell.currentWidget?.context?.path ?? "");
    if (title && document.title !== `${title} - TPM course`) document.title = `${title} - TPM course`;
  };
  new MutationObserver(name).observe(document.querySelector("title"), { childList: true });
  app.restored.then(name);
  app.shell.currentChanged?.connect(name);
}
