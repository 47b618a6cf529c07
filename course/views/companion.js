// What ipywidgets lacks: a live region that announces verdicts, a copy of the answer in the notebook's metadata so that a
// lone .ipynb carries it, a notice when the kernel is gone, and a mark that hides the static twin while the widget is alive.

// What the page knows of each answer, as Python last told it: the notice can save it without a kernel.
const KNOWN = (DRAFTS.known ??= new Map());
const contexts = (DRAFTS.contexts ??= new WeakMap());
const RESTART = '[data-command="notebook:restart-run-all"]';
const ENTER = new KeyboardEvent("keydown", { key: "Enter", bubbles: true }); // a toolbar's buttons ignore clicks by script
const COMING = ["starting", "restarting", "autorestarting", "unknown"];
const [TRIES, PAUSE_MS] = [25, 200];
const LONGEST_TURN_MS = 20_000;
const FOLDS = (DRAFTS.folds ??= new WeakMap());
const HEAD = ".course-head-area";
const ENOUGH_PX = 160; // of what is looked at gently
const TYPED_INTO = 'input:not([type="radio"], [type="checkbox"], [type="range"], [type="button"]), textarea, select, [contenteditable="true"]';
const LOST = {
  gone: "Python has ended, so nothing here can be run or checked until the cells are run again.",
  away: "The connection to Python is lost. It is taken up again as soon as Python can be reached.",
};
const KEPT = "What you type is kept in this browser and comes back by itself.";
const ALONG = "To go on elsewhere, take your answers along: Restore on the welcome page reads the file.";

// Not promised by anywidget: where a front end has no notebook model, the answers file alone serves.
function notebookOf(model) {
  const context = model.widget_manager?.context;
  return context?.model?.setMetadata && context.saveState ? context : null;
}

function copyToNotebook(model) {
  const { id } = model.get("draft");
  const entry = model.get("copy");
  if (!id || !entry.saved_at) return;
  KNOWN.set(keyOf(model.get("draft")), { where: model.get("draft"), entry });
  const context = notebookOf(model);
  const { key } = model.get("file");
  if (!context || context.model.getMetadata(key)?.exercises?.[id]?.saved_at >= entry.saved_at) return;
  copiesFor(context, model.get("file")).set(id, entry);
  context.model.dirty = true;
}

// Copies go out with JupyterLab's own save and never cause one: two savers of one file get into each other's way.
function copiesFor(context, { key, version }) {
  if (!contexts.has(context)) {
    const copies = new Map();
    context.saveState.connect((_, state) => {
      if (state === "started" && copies.size) {
        const saved = context.model.getMetadata(key)?.exercises;
        context.model.setMetadata(key, { version, exercises: newest(saved, Object.fromEntries(copies)) });
        copies.clear();
      }
      if (state === "completed" && copies.size) context.model.dirty = true;
    });
    // JupyterLab downloads what is on the disk.
    const download = context.download?.bind(context);
    if (download) context.download = async () => (copies.size && (await context.save()), download());
    saveInTurn(context);
    settleConflicts(context, key);
    contexts.set(context, copies);
  }
  return contexts.get(context);
}

function newest(mine = {}, theirs = {}) {
  const newer = Object.entries(theirs).filter(([id, entry]) => !(mine[id]?.saved_at >= entry.saved_at));
  return { ...mine, ...Object.fromEntries(newer) };
}

// JupyterLab looks at the file first and writes it later: of two saves at a time, the older one could come last. So one
// waits for the other, also in another window, and more than one that wait are one.
function saveInTurn(context) {
  const save = context.save.bind(context);
  let waiting = null;
  let last = Promise.resolve();
  const inPage = (work) => (last = last.catch(() => {}).then(work));
  const inBrowser = (work) => inPage(async () => {
    let started = false;
    const start = () => ((started = true), work());
    const options = { signal: AbortSignal.timeout(LONGEST_TURN_MS) };
    return navigator.locks.request(`course-save:${context.path}`, options, start).catch((error) => {
      if (started) throw error;
      return work(); // another window waits for a person
    });
  });
  const inTurn = navigator.locks ? inBrowser : inPage; // locks need a secure page
  context.save = () => (waiting ??= inTurn(() => ((waiting = null), save())));
}

// Two windows on one notebook make JupyterLab ask which version to keep. Where the cells are the same there is nothing to
// choose: outputs can be made again, and of each answer the newest copy is kept.
function settleConflicts(context, key) {
  const ask = context._raiseConflict?.bind(context);
  if (!ask || !context._maybeSave || !context._updateContentsModel) return;
  context._raiseConflict = async (model, options) => {
    const saved = await context._manager.contents.get(context.path, { content: true, hash: true });
    if (!options.content?.cells || cellsOf(saved.content) !== cellsOf(options.content)) return ask(model, options);
    const answers = saved.content.metadata[key];
    const metadata = options.content.metadata;
    if (answers) metadata[key] = { ...answers, exercises: newest(metadata[key]?.exercises, answers.exercises) };
    context._updateContentsModel(saved);
    return context._maybeSave(options);
  };
}

function cellsOf(notebook) {
  return JSON.stringify(notebook.cells.map(({ cell_type, source }) => [cell_type, [source].flat().join("")]));
}

// Everything that the page and this browser hold of a course, as a file that Restore reads.
async function answersFile(course, file) {
  const notebooks = {};
  const exercisesOf = ({ notebook }) => (notebooks[notebook] ??= { version: file.version, exercises: {} }).exercises;
  for (const { where, entry } of KNOWN.values()) if (where.course === course) exercisesOf(where)[where.id] = entry;
  const unsaved = [...(await storedDrafts(`${course}|`)), ...[...DRAFTS.boxes].flatMap((box) => box.drafts())];
  const once = new Map(unsaved.filter(({ where }) => where.course === course && where.id).map((draft) => [draft.id, draft]));
  for (const draft of [...once.values()].sort((left, right) => left.at - right.at)) {
    const { where: { id }, path, value } = draft;
    const exercises = exercisesOf(draft.where);
    const known = exercises[id] ?? {};
    const at = new Date(draft.at).toISOString();
    const typed = { ...known, answer: withValue(known.answer ?? null, path, value), saved_at: at, times: { ...known.times, [pointer(path)]: at } };
    exercises[known.saved_at > at ? `${id}@${at}` : id] = typed;
  }
  return { kind: file.backup_kind, version: file.backup_version, saved_at: new Date().toISOString(), notebooks };
}

// RFC 6901
function pointer(path) {
  return path.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

async function download(model) {
  const content = JSON.stringify(await answersFile(model.get("draft").course, model.get("file")), null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = `course-work-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Says once in a frame what a lost kernel means and what to do; when the kernel can be reached again the words go.
function showConnection(model, el, state) {
  el.querySelector(".course-connection")?.remove();
  const frame = el.closest(".course-frame");
  frame?.classList.toggle("course-unreached", state !== "live");
  if (state === "live" || !frame || frame.querySelector(".course-connection")) return;
  const hasAnswer = Boolean(model.get("draft").id);
  const kept = DRAFTS.problem ? `This browser cannot keep what you type (${DRAFTS.problem}): download it before you leave.` : KEPT;
  const notice = document.createElement("div");
  notice.className = "course-connection";
  notice.setAttribute("role", "status");
  for (const words of [LOST[state], ...(hasAnswer ? [`${kept} ${ALONG}`] : [])]) notice.append(paragraph(words));
  const restart = el.closest(".jp-NotebookPanel")?.querySelector(RESTART);
  if (state === "gone") {
    if (restart) notice.append(action("Restart Python and run the cells", (event) => restartWhenReady(model, event.target, restart)));
    for (const dead of frame.querySelectorAll("button.widget-button")) dead.disabled = true;
  }
  if (hasAnswer) notice.append(action("Download my answers", () => download(model)));
  el.append(notice);
}

// A kernel that is already on its way back, as after a lack of memory, may hang for good when it is restarted meanwhile.
async function restartWhenReady(model, button, restart) {
  button.disabled = true;
  button.textContent = "Restarting…";
  const session = model.widget_manager?.context?.sessionContext;
  const isComing = () => COMING.includes(session?.session?.kernel?.status);
  for (let left = TRIES; isComing() && left > 0; left--) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  restart.dispatchEvent(ENTER);
}

// What was asked for last is in view and has the focus: once it is drawn, and only as far as it takes to see its beginning
// below what stays at the top. Who is typing goes on typing.
function bringIntoView(frame, part, gently) {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const node = frame?.querySelector(`.${part}`);
    if (!node?.offsetHeight) return;
    const page = scrollerOf(frame);
    const head = frame.querySelector(HEAD)?.offsetHeight ?? 0;
    const { top, bottom } = node.getBoundingClientRect();
    const [from, to] = [page.top + head, page.bottom];
    if (gently && Math.min(bottom, to) - Math.max(top, from) >= Math.min(ENOUGH_PX, bottom - top)) return;
    if (top < from || bottom > to) {
      node.style.scrollMarginTop = `${head + 8}px`;
      node.scrollIntoView({ block: top < from || bottom - top > to - from ? "start" : "end" });
    }
    if (gently) return;
    const active = document.activeElement; // a button that was disabled meanwhile has lost the focus to the page
    if (active !== document.body && (!frame.contains(active) || active.matches(TYPED_INTO))) return;
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  }));
}

// What is seen of the page that holds a node: JupyterLab has its bars above it.
function scrollerOf(node) {
  for (let each = node.parentElement; each; each = each.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight) return each.getBoundingClientRect();
  }
  return { top: 0, bottom: window.innerHeight };
}

// A passed exercise is one line when its page is opened: its task and its check cell go, too. The line is a heading with
// a button, so that keyboards and screen readers keep their place. Nothing folds by itself under somebody's hands.
function foldable(model, el) {
  if (!model.get("foldable")) return () => {};
  let frame = null;
  let cells = [];
  const heading = document.createElement("h3");
  const button = document.createElement("button");
  heading.className = "course-fold";
  button.type = "button";
  heading.append(button);
  el.prepend(heading);
  const folds = foldsOf(model);
  const { id } = model.get("draft");
  const has = () => Boolean(id && model.get("fold").title);
  if (!folds.has(id)) folds.set(id, has());
  const unhide = () => cells.forEach((cell) => cell.classList.remove("course-folded-away"));
  const draw = () => {
    const isFolded = has() && folds.get(id);
    heading.hidden = !has();
    frame ??= el.closest(".course-frame");
    frame?.classList.toggle("course-foldable", has());
    frame?.classList.toggle("course-folded", isFolded);
    unhide();
    cells = isFolded ? cellsAround(frame, id) : [];
    for (const cell of cells) cell.classList.add("course-folded-away");
    frame?.closest(".jp-Cell")?.classList.toggle("course-folded-cell", isFolded);
    button.setAttribute("aria-expanded", String(!isFolded));
    const { title, words } = model.get("fold");
    if (isFolded) button.replaceChildren(span("course-sign", "✓"), span("course-title", title), span("course-meta", words), span("course-more", "Show"));
    else button.replaceChildren(span("course-more", "Fold"), span("course-sr", ` ${title}`));
  };
  const turn = (isFolded) => {
    folds.set(id, isFolded);
    draw();
  };
  button.addEventListener("click", () => {
    turn(!folds.get(id));
    frame?.scrollIntoView({ block: "nearest" });
  });
  const message = (content) => content.unfold && turn(false);
  model.on("change:fold", draw);
  model.on("msg:custom", message);
  draw();
  const waiting = whenInPage(el, draw); // the frame and the cells around it are known from then on
  return () => {
    waiting.stop();
    model.off("change:fold", draw);
    model.off("msg:custom", message);
    unhide();
    frame?.closest(".jp-Cell")?.classList.remove("course-folded-cell");
  };
}

// Which exercises are folded, for as long as the page is open.
function foldsOf(model) {
  const page = model.widget_manager?.context ?? document;
  if (!FOLDS.has(page)) FOLDS.set(page, new Map());
  return FOLDS.get(page);
}

// The cells of an exercise around that of its frame: its task with what follows it, and its check cell.
function cellsAround(frame, id) {
  const own = frame?.closest(".jp-Cell");
  if (!own || !id) return [];
  const cells = [];
  for (let cell = own.previousElementSibling; cell; cell = cell.previousElementSibling) {
    cells.push(cell);
    if (headingOf(cell)?.startsWith(`${id} `)) return isCheck(own.nextElementSibling, id) ? [...cells, own.nextElementSibling] : cells;
    if (headingOf(cell) !== undefined) break;
  }
  return []; // its task is not above it: nothing that may not belong to it goes
}

const headingOf = (cell) => cell.querySelector("h1, h2, h3, h4")?.textContent;
const isCheck = (cell, id) => cell?.textContent.includes(`ex_${id.replaceAll(".", "_")}.check()`);

function whenInPage(el, act, tries = 40) {
  let timer = 0;
  const look = () => (el.closest(".jp-Cell") || !tries-- ? act() : (timer = setTimeout(look, 50)));
  look();
  return { stop: () => clearTimeout(timer) };
}

function span(name, words) {
  const node = document.createElement("span");
  node.className = name;
  node.textContent = words;
  return node;
}

// What stays at the top of a frame says how high it is, so that what stays below it does not hide behind it.
function keepHeight(frame) {
  const head = frame?.querySelector(`:scope > ${HEAD}`);
  if (!head) return;
  new ResizeObserver(() => frame.style.setProperty("--course-head-height", `${head.offsetHeight}px`)).observe(head);
}

function paragraph(words) {
  const node = document.createElement("p");
  node.textContent = words;
  return node;
}

function action(label, onclick) {
  const node = document.createElement("button");
  node.type = "button";
  node.textContent = label;
  node.addEventListener("click", onclick);
  return node;
}

// A chart that is drawn in a cell out of sight has no width, and Vega measures again only when the window does. Asked to
// measure while JupyterLab hides everything for a moment, as when the theme changes, it would have none from then on.
function fitCharts(frame) {
  let asked = 0;
  const measure = () => frame.clientWidth && window.dispatchEvent(new Event("resize"));
  const fit = () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(measure); };
  const isDrawn = (node) => node.matches?.(".vega-embed, .chart-wrapper, svg.marks");
  new ResizeObserver(fit).observe(frame);
  new IntersectionObserver(fit).observe(frame);
  new MutationObserver((changes) => changes.some((change) => [...change.addedNodes].some(isDrawn)) && fit())
    .observe(frame, { childList: true, subtree: true });
}

// A picture is drawn again after each change: what somebody has opened in it stays open.
function keepOpen(frame) {
  const opened = new Set();
  const name = (fold) => fold.querySelector(":scope > summary")?.textContent;
  frame.addEventListener("toggle", ({ target }) => opened[target.open ? "add" : "delete"](name(target)), true); // it does not bubble
  const open = () => {
    for (const fold of frame.querySelectorAll("details:not([open])")) if (opened.has(name(fold))) fold.open = true;
  };
  new MutationObserver((changes) => changes.some((change) => change.addedNodes.length) && open()).observe(frame, { childList: true, subtree: true });
}

// What libraries leave nameless: a slider's handle gets the words beside it. An area without a name that only catches the mouse
// is no picture; Vega gives it its role again whenever it draws.
const NAMELESS = 'g[role="graphics-symbol"]:not([aria-label], [aria-hidden], :has([aria-label]))';
function nameParts(frame) {
  const name = () => {
    for (const handle of frame.querySelectorAll(".noUi-handle:not([aria-label])"))
      handle.ariaLabel = handle.closest(".jupyter-widgets").querySelector(".widget-label")?.textContent ?? "";
    for (const area of frame.querySelectorAll(NAMELESS)) area.ariaHidden = "true";
  };
  name();
  new MutationObserver(name).observe(frame, { childList: true, subtree: true, attributeFilter: ["aria-hidden", "role"] });
}

// Else JupyterLab takes arrows and letters from lists and buttons as its own shortcuts.
function keepKeys(event) {
  const isTheirs = event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape" || (event.shiftKey && event.key === "Enter");
  if (!isTheirs) event.stopPropagation();
}

function markStanding(el, area) {
  if (el.closest(".course-exercise")) area.classList.add("course-stands");
}

function markLive(el, tries = 20) {
  const area = el.closest(".jp-OutputArea");
  if (area) {
    area.classList.add("course-live");
    for (const wait of [0, 200, 1000]) setTimeout(() => markStanding(el, area), wait); // the frame may get its class later
    const charts = el.closest(".course-dashboard, .course-demo");
    if (charts) fitCharts(charts);
    if (charts) nameParts(charts);
    if (charts) keepOpen(charts);
    el.closest(".course-frame")?.addEventListener("keydown", keepKeys);
    keepHeight(el.closest(".course-frame"));
  } else if (tries) setTimeout(() => markLive(el, tries - 1), 50);
}

export default {
  initialize({ model }) {
    copyToNotebook(model);
    model.on("change:copy", () => copyToNotebook(model));
  },
  render({ model, el }) {
    const live = document.createElement("div");
    live.setAttribute("role", "status");
    live.setAttribute("aria-live", "polite");
    live.className = "course-sr";
    el.classList.add("course-companion");
    el.append(live);
    const link = connection(model, (state) => showConnection(model, el, state));
    const announce = () => (live.textContent = model.get("announcement"));
    model.on("change:announcement", announce);
    const look = (content) => content.look_at && bringIntoView(el.closest(".course-frame"), content.look_at, content.gently);
    model.on("msg:custom", look);
    markLive(el);
    const unfold = foldable(model, el);
    return () => {
      unfold();
      link.close();
      model.off("change:announcement", announce);
      model.off("msg:custom", look);
    };
  },
};
