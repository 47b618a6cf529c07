// Makes a page of the course interactive when it is opened: its cells that call the course run by themselves.
// A prebuilt extension without a build: JupyterLab loads this file, calls init with its shared packages, and asks for
// the plugin. Cells that check, and whatever is not a call to the course, wait for the learner.

const PAGES = /(^|\/)(modules|exercises)\/.*\.ipynb$/;
const CALLS = /^\s*(import course\s*$|(import course\s*\n\s*)?(ex_\w+\s*=\s*)?course\.\w+\()/;

const plugin = {
  id: "tpm-course:opening",
  autoStart: true,
  activate: (app) => {
    const seen = new WeakSet();
    const open = (panel) => {
      if (!panel?.sessionContext || !PAGES.test(panel.context?.path ?? "") || seen.has(panel)) return;
      seen.add(panel);
      run(panel).catch((error) => console.error("The page could not be made interactive.", error));
    };
    app.restored.then(() => {
      open(app.shell.currentWidget);
      app.shell.currentChanged.connect((_, change) => open(change.newValue));
    });
  },
};

async function run(panel) {
  await Promise.all([panel.context.ready, panel.sessionContext.ready, panel.revealed]);
  if (!(await isFresh(panel.sessionContext.session?.kernel))) return;
  const cells = panel.content.widgets.filter((cell) => cell.model.type === "code" && isOfCourse(cell.model));
  const { NotebookActions } = await shared("@jupyterlab/notebook");
  await NotebookActions.runCells(panel.content, cells, panel.sessionContext);
}

// Cells whose stored output is compared belong to the lesson, too: those that show pandas call it by another name.
function isOfCourse(model) {
  return CALLS.test(model.sharedModel.source) || (model.getMetadata("tags") ?? []).includes("nbval-check-output");
}

// A kernel that has run cells already, as after a reload of the browser's page, still has their widgets.
async function isFresh(kernel) {
  const reply = await kernel?.requestExecute({ code: "", silent: true, store_history: false }).done;
  return reply?.content.execution_count === 0;
}

let scope = {};

async function shared(name) {
  const [version] = Object.values(scope[name]);
  return (await version.get())();
}

(window._JUPYTERLAB ??= {})["tpm-course"] = {
  init: (sharedPackages) => void (scope = sharedPackages),
  get: async () => () => ({ __esModule: true, default: plugin }),
};
