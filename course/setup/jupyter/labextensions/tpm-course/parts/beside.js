// Opens a lesson and its exercises side by side. A link that names a page in data-course-beside opens it there, and beside
// links to exercises, lessons get a button that does. Without this part such links lead to the page like all others.

const LESSONS = /(^|\/)modules\/[^/]+\.ipynb$/;
const TO_EXERCISE = 'a[href*="exercises/"][href*="#cell-id="]';
const NARROW = 1600; // px: below that, two pages need the room of the panel at the left
const SEEN = "data-course-has-beside";

const STYLE = `
.course-open-beside { margin-left: 8px; padding: 0 8px; min-height: 24px; border: 1px solid var(--jp-border-color1); border-radius: 4px; background: none; color: var(--jp-content-link-color, #0860c4); font: inherit; font-size: 0.875em; cursor: pointer; vertical-align: baseline; }
.course-open-beside:hover { background: var(--jp-layout-color2); }
.course-open-beside:focus-visible { outline: 2px solid var(--jp-brand-color1); outline-offset: 1px; }
`;

export async function install(app) {
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
  document.body.classList.add("course-can-open-beside");
  document.addEventListener("click", (event) => followed(app, event), true); // before JupyterLab follows the link
  app.docRegistry.addWidgetExtension("Notebook", { createNew: (panel) => offer(app, panel) });
  for (const panel of app.shell.widgets("main")) if (panel.content?.widgets && panel.context) offer(app, panel);
}

function followed(app, event) {
  const link = event.target.closest?.("a[data-course-beside]");
  const panel = link && panelOf(app, link);
  if (!panel || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const [path, fragment] = link.dataset.courseBeside.split("#");
  open(app, panel, resolve(panel.context.path, decodeURIComponent(path)), fragment);
}

function panelOf(app, node) {
  return [...app.shell.widgets("main")].find((panel) => panel.context && panel.node.contains(node));
}

// The path of a page that a link names from another page.
function resolve(from, link) {
  const parts = from.split("/").slice(0, -1);
  for (const part of link.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

// A lesson's Markdown may not name attributes, so its links are found, whenever a cell is rendered.
function offer(app, panel) {
  if (!LESSONS.test(panel.context.path)) return { dispose() {} };
  let asked = 0;
  const look = () => {
    asked = 0;
    for (const link of panel.content.node.querySelectorAll(`.jp-MarkdownCell ${TO_EXERCISE}`)) addButton(app, panel, link);
  };
  const watch = new MutationObserver(() => (asked ||= requestAnimationFrame(look)));
  watch.observe(panel.content.node, { childList: true, subtree: true, attributes: true, attributeFilter: ["href"] });
  look();
  const stop = { isDisposed: false, dispose: () => watch.disconnect() };
  panel.disposed.connect(stop.dispose);
  return stop;
}

// One button for each paragraph, whatever it links to: the page is the same.
function addButton(app, panel, link) {
  const place = link.closest("p, li, td") ?? link.parentElement;
  if (place.hasAttribute(SEEN) || link.protocol !== location.protocol) return;
  place.setAttribute(SEEN, "");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "course-open-beside";
  button.textContent = "Open beside the lesson";
  button.addEventListener("click", () => open(app, panel, pathOf(link), link.hash.slice(1)));
  place.append(" ", button);
}

// JupyterLab turns a link between pages into one that downloads the other page.
function pathOf(link) {
  const path = decodeURIComponent(link.pathname);
  return path.slice(path.indexOf("/files/") + "/files/".length);
}

async function open(app, from, path, fragment) {
  const side = LESSONS.test(from.context.path) ? "split-right" : "split-left";
  const pages = [...app.shell.widgets("main")];
  const other = pages.find((page) => page !== from && page.isVisible); // there are two columns already
  const options = other ? { mode: "tab-after", ref: other.id } : { mode: side, ref: from.id };
  let page = pages.find((each) => each.context?.path === path);
  if (!page) page = await app.commands.execute("docmanager:open", { path, options });
  else if (!page.isVisible) app.shell.add(page, "main", options);
  if (!page) return;
  if (window.innerWidth < NARROW) app.shell.collapseLeft();
  app.shell.activateById(page.id);
  await page.context.ready;
  if (fragment) page.setFragment(`#${fragment}`);
}
