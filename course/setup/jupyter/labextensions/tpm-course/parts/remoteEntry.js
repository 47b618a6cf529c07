// What the course adds to JupyterLab: each part is a module beside this file, and exports install(app, shared).
// A prebuilt extension without a build: JupyterLab loads this file, calls init with its shared packages, and asks for
// the plugin. `await shared("@jupyterlab/notebook")` is such a package. This folder must not be called `static`: browsers
// would keep its files for a year, also when an update brings others.

const PARTS = [
  "opening.js", // runs the cells of a page that is opened
  "overview.js", // the course at the left
  "titles.js", // what tabs are called
  "check_cells.js", // hides what repeats a verdict
  "scrolling.js", // one scroll bar per page
  "anchors.js", // a link to a place on a page leads there and stays there
  "beside.js", // opens a lesson and its exercises side by side
];

const plugin = {
  id: "tpm-course:course",
  autoStart: true,
  activate: (app) => Promise.all(PARTS.map((part) => install(app, part))),
};

async function install(app, part) {
  try {
    await (await import(`./${part}`)).install(app, shared);
  } catch (error) {
    console.error(`A part of the course could not be started: ${part}`, error);
  }
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
