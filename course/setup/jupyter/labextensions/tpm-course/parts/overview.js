// The course at the left: its parts and modules by their titles, with what is done. What it shows comes from the server
// (course/setup/server.py), which reads what the map on the welcome page reads.

import { addStyle } from "./pages.js";
import { openExercise, openPage } from "./places.js";

const ID = "course-overview";
const ASK_EVERY_MS = 2000;
const ROOM_FOR_BOTH = 900; // pixels; a window at 200% keeps its room for the page
const SIGNS = { passed: ["✓", "passed"], answered: ["●", "answered"], tried: ["◐", "tried"], open: ["○", "open"] };
const LESSON_WORDS = { passed: "decision written", tried: "begun", open: "not opened" };
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><path class="jp-icon3" fill="#616161"
  d="M4 5h2v2H4zm4 0h12v2H8zM4 11h2v2H4zm4 0h12v2H8zm-4 6h2v2H4zm4 0h12v2H8z"/></svg>`;

export async function install(app, shared) {
  if (!app.shell.restored || !app.shell.currentChanged) return; // not JupyterLab
  const [{ Widget }, { ServerConnection }, { URLExt }, { LabIcon }, { ILayoutRestorer }] = await Promise.all(
    ["@lumino/widgets", "@jupyterlab/services", "@jupyterlab/coreutils", "@jupyterlab/ui-components", "@jupyterlab/application"].map(shared),
  );
  addStyle("overview.css");
  const settings = app.serviceManager.serverSettings;
  const address = URLExt.join(settings.baseUrl, "tpm-course/overview");
  const ask = async (known) => {
    const response = await ServerConnection.makeRequest(`${address}?known=${encodeURIComponent(known)}`, {}, settings);
    if (response.status === 204) return null;
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  };
  const widget = new Widget();
  widget.id = ID;
  widget.title.icon = new LabIcon({ name: "tpm-course:overview", svgstr: ICON });
  widget.title.caption = "The course";
  const panel = new Overview(app, widget.node, ask);
  app.shell.add(widget, "left", { rank: 50 });
  (await app.resolveOptionalService(ILayoutRestorer))?.add(widget, ID);
  app.shell.restored.then((layout) => {
    // Of two panels that want to be shown on the first start, the file browser's turn is before this.
    if (layout.fresh) setTimeout(() => (window.innerWidth < ROOM_FOR_BOTH ? app.shell.collapseLeft() : app.shell.activateById(ID)));
    panel.start(() => widget.isVisible);
  });
}

class Overview {
  constructor(app, node, ask) {
    Object.assign(this, { app, ask, node, stamp: "", data: null, problem: "", isAsking: false, unfolded: new Set(), seen: "" });
    node.classList.add("course-overview");
    node.addEventListener("click", (event) => this.act(event.target.closest("[data-act]")));
    node.addEventListener("keydown", (event) => this.move(event));
  }

  start(isVisible) {
    this.app.shell.currentChanged.connect(() => this.follow());
    this.follow();
    const refresh = () => document.visibilityState === "visible" && isVisible() && this.refresh();
    setInterval(refresh, ASK_EVERY_MS);
    document.addEventListener("visibilitychange", refresh);
    this.refresh();
  }

  async refresh() {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      const data = await this.ask(this.stamp);
      if (!data && !this.problem) return;
      if (data) [this.data, this.stamp] = [data, data.stamp];
      this.problem = "";
      this.follow();
    } catch (error) {
      const problem = "What is done could not be read just now. Your answers are safe, and this panel tries again by itself.";
      if (problem === this.problem) return;
      console.error("The overview could not be read.", error);
      this.problem = problem;
      this.draw();
    } finally {
      this.isAsking = false;
    }
  }

  // The page in front is marked, and its module unfolds; before any is open, the one to go on with.
  follow() {
    const path = this.app.shell.currentWidget?.context?.path ?? "";
    const modules = this.data?.parts.flatMap((part) => part.modules) ?? [];
    const shown = modules.find((module) => [module.lesson, module.exercises].includes(path));
    const isNew = this.data && path !== this.seen;
    if (shown && path === shown.lesson) remember(path);
    if (isNew || !this.unfolded.size) {
      const number = shown?.number ?? (this.unfolded.size ? undefined : this.data?.next);
      if (number) this.unfolded.add(number);
    }
    this.path = path;
    this.draw();
    if (!isNew) return;
    this.seen = path;
    this.node.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  draw() {
    const focused = this.node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const list = this.node.querySelector(".course-overview-list");
    const top = list?.scrollTop ?? 0;
    this.node.innerHTML = this.data ? this.html() : `<p class="course-overview-note">${this.problem || "Reading the course …"}</p>`;
    const fresh = this.node.querySelector(".course-overview-list");
    if (fresh) fresh.scrollTop = top;
    if (focused) this.node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  html() {
    const { parts, passed, answered, exercises, welcome, problems } = this.data;
    const broken = problems.length ? `Not everything could be read: ${problems.join(" ")}` : "";
    const notes = [this.problem, broken].filter(Boolean).map((words) => `<p class="course-overview-note" role="status">${plain(words)}</p>`);
    return `<div class="course-overview-head"><h2>The course</h2><p>${passed} of ${exercises} exercises passed${answered ? `, ${answered} answered` : ""}</p>
      <progress max="${exercises || 1}" value="${passed + answered}" aria-label="Exercises ${answered ? "passed or answered" : "passed"}"></progress></div>
      ${notes.join("")}<nav class="course-overview-list" aria-label="The course">
      ${welcome ? `<ul>${row({ act: "open", path: welcome, text: "Welcome: map, log, your work", isHere: welcome === this.path })}</ul>` : ""}
      ${parts.map((part) => `<h3>${plain(part.title)}</h3><ul>${part.modules.map((module) => this.module(module)).join("")}</ul>`).join("")}</nav>`;
  }

  module(module) {
    const { number, title, lesson, exercises, items, passed, answered, done } = module;
    const name = `${number} · ${plain(title)}`;
    if (!lesson) return `<li class="course-overview-announced"><span class="course-overview-row"><span class="course-overview-text">${name}</span><span class="course-overview-count">announced</span></span></li>`;
    const isOpen = this.unfolded.has(number);
    const count = items.length ? `${passed + answered} of ${items.length}` : "";
    const head = `<button type="button" class="course-overview-row course-overview-module" data-act="fold" data-number="${number}" data-key="m${number}" aria-expanded="${isOpen}">
      <span class="course-overview-fold" aria-hidden="true">${isOpen ? "▾" : "▸"}</span><span class="course-overview-text">${name}</span>
      <span class="course-overview-count">${done ? '<span class="course-overview-done" aria-hidden="true">✓ </span>' : ""}${count}<span class="course-overview-words"> ${answered ? "answered" : "passed"}${done ? " (module done)" : ""}</span></span></button>`;
    return `<li>${head}${isOpen ? `<ul>${this.pages(module, lesson, exercises)}</ul>` : ""}</li>`;
  }

  pages(module, lesson, exercises) {
    const lessonState = module.lesson_state === "open" && wasOpened(lesson) ? "tried" : module.lesson_state;
    const rows = [row({ act: "open", path: lesson, text: "Lesson", state: lessonState, words: LESSON_WORDS[lessonState], isHere: lesson === this.path })];
    if (exercises) rows.push(row({ act: "open", path: exercises, text: "Exercises", isHere: exercises === this.path }));
    for (const { id, title, state, short } of module.items) {
      const words = `${SIGNS[state][1]}${short ? ", on the short way" : ""}`;
      rows.push(row({ act: "exercise", path: exercises, id, text: `${id} ${title}`, state, words, isShort: short }));
    }
    return rows.join("");
  }

  act(target) {
    if (!target) return;
    const { act, path, id, number } = target.dataset;
    if (act === "open") openPage(this.app, path);
    if (act === "exercise") openExercise(this.app, path, id);
    if (act === "fold") {
      const known = Number(number);
      if (!this.unfolded.delete(known)) this.unfolded.add(known);
      this.draw();
    }
  }

  // Arrows go from row to row, right and left unfold and fold; Tab works as everywhere.
  move(event) {
    const rows = [...this.node.querySelectorAll("button")];
    const at = rows.indexOf(document.activeElement);
    const isFolded = document.activeElement?.getAttribute("aria-expanded");
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (to !== undefined) rows[Math.max(0, Math.min(to, rows.length - 1))].focus();
    else if ((event.key === "ArrowRight" && isFolded === "false") || (event.key === "ArrowLeft" && isFolded === "true")) this.act(rows[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function row({ act, path, id = "", text, state, words, isHere, isShort }) {
  const sign = state ? SIGNS[state][0] : "";
  return `<li><button type="button" class="course-overview-row course-overview-page" data-act="${act}" data-path="${plain(path)}" data-id="${id}"
    data-key="${plain(`${path}#${id}`)}"${isHere ? ' aria-current="page"' : ""}><span class="course-overview-sign course-overview-${state ?? "none"}${isShort ? " course-overview-short" : ""}" aria-hidden="true">${sign}</span>
    <span class="course-overview-text">${plain(text)}</span>${words ? `<span class="course-overview-words"> (${words})</span>` : ""}</button></li>`;
}

function plain(text) {
  const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => escapes[sign]);
}

// Which lessons were opened is known to this browser only: a look leaves no answer. A browser that keeps nothing shows less.
function remember(path) {
  try {
    localStorage.setItem(`tpm-course:opened:${path}`, "true");
  } catch {}
}

function wasOpened(path) {
  try {
    return localStorage.getItem(`tpm-course:opened:${path}`) !== null;
  } catch {
    return false;
  }
}
