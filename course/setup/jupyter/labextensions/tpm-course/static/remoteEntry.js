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

const VIEW = "application/vnd.jupyter.widget-view+json";

async function run(panel) {
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

let scope = {};

async function shared(name) {
  const [version] = Object.values(scope[name]);
  return (await version.get())();
}

(window._JUPYTERLAB ??= {})["tpm-course"] = {
  init: (sharedPackages) => void (scope = sharedPackages),
  get: async () => () => ({ __esModule: true, default: plugin }),
};
