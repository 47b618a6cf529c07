// What ipywidgets lacks: a live region that announces verdicts, a copy of the answer in the notebook's metadata so that a
// lone .ipynb carries it, and a mark that hides the static twin while the widget is alive.

const SAVE_AFTER_MS = 2000;
const timers = new WeakMap();

function saveSoon(context) {
  clearTimeout(timers.get(context));
  timers.set(context, setTimeout(() => context.save?.(), SAVE_AFTER_MS));
}

function copyToNotebook(model) {
  // Not promised by anywidget: where a front end has no notebook model, the answers file alone serves.
  const context = model.widget_manager?.context;
  const notebook = context?.model;
  const { key, version, id, entry } = model.get("copy");
  if (!notebook?.setMetadata || !entry?.saved_at) return;
  const exercises = notebook.getMetadata(key)?.exercises ?? {};
  if (exercises[id]?.saved_at >= entry.saved_at) return;
  notebook.setMetadata(key, { version, exercises: { ...exercises, [id]: entry } });
  saveSoon(context);
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

// Else JupyterLab takes arrows and letters from lists and buttons as its own shortcuts.
function keepKeys(event) {
  const isTheirs = event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape" || (event.shiftKey && event.key === "Enter");
  if (!isTheirs) event.stopPropagation();
}

function markLive(el, tries = 20) {
  const area = el.closest(".jp-OutputArea");
  if (area) {
    area.classList.add("course-live");
    const charts = el.closest(".course-dashboard, .course-demo");
    if (charts) fitCharts(charts);
    el.closest(".course-frame")?.addEventListener("keydown", keepKeys);
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
    el.append(live);
    const announce = () => (live.textContent = model.get("announcement"));
    model.on("change:announcement", announce);
    markLive(el);
    return () => model.off("change:announcement", announce);
  },
};
