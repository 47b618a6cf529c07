// The pages of the course among JupyterLab's tabs.

const LESSON = /(^|\/)modules\/(\d\d)-[^/]*\.ipynb$/;
const EXERCISES = /(^|\/)exercises\/(\d\d)-[^/]*\/[^/]*\.ipynb$/;
const WELCOME = /(^|\/)modules\/00-welcome\.ipynb$/;
const COPY = /-Copy\d*\.ipynb$| \(\d+\)\.ipynb$/;

export const PAGES = /(^|\/)(modules|exercises)\/.*\.ipynb$/;

// "5 · lesson"; empty for copies and whatever is no page of the course, which are called like their files.
export function shortTitle(path) {
  if (WELCOME.test(path)) return "Welcome";
  if (COPY.test(path)) return "";
  const [, , lesson] = path.match(LESSON) ?? [];
  const [, , exercises] = path.match(EXERCISES) ?? [];
  const number = Number(lesson ?? exercises ?? 0);
  return number ? `${number} · ${lesson ? "lesson" : "exercises"}` : "";
}

// Calls back for each document that is open or will be.
export function eachDocument(app, call) {
  const seen = new WeakSet();
  const meet = (widget) => {
    if (!widget?.context?.path || seen.has(widget)) return;
    seen.add(widget);
    call(widget);
  };
  app.restored.then(() => {
    const meetAll = () => [...app.shell.widgets("main")].forEach(meet);
    meetAll();
    app.shell.layoutModified?.connect(meetAll);
    app.shell.currentChanged?.connect((_, change) => meet(change.newValue));
  });
}

export function addStyle(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(name, import.meta.url);
  document.head.append(link);
}
