// The panel below a document. It is drawn anew piece by piece, so that what is unfolded stays unfolded and the focus stays.

const MOST_NAMED = 4;

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const prose = (text) => text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));

// What is written of a reason that is not given yet, by its word; the browser keeps it.
function reasons(where) {
  const written = new Map();
  const key = (word) => `${keyOf(where)}${word}`;
  const store = (work) => where.id && inDrafts("readwrite", work).catch(sayWhy);
  return {
    load: async () => (await storedDrafts(keyOf(where))).forEach((draft) => written.set(draft.path[0], draft.value)),
    of: (word) => written.get(word) ?? "",
    write(word, value) {
      written.set(word, value);
      store((drafts) => drafts.put({ key: key(word), where, id: anyName(), path: [word], value, at: Date.now() }, key(word)));
    },
    give(word) {
      written.delete(word);
      store((drafts) => drafts.delete(key(word)));
    },
  };
}

function finding(one, tell, kept) {
  const line = element("li", { class: "course-finding" }, ...prose(one.text));
  if (one.place) {
    const go = () => tell({ type: "go", start: one.place[0], length: one.place[1] });
    line.append(" ", element("button", { type: "button", class: "course-link", onclick: go }, `Line ${one.line}`));
  }
  if (one.word) line.append(" ", keep(one, tell, kept));
  return line;
}

// A flagged word stays when a reason of three words is given: the reason is written into the document, for the reader too.
function keep(one, tell, kept) {
  const reason = element("input", { type: "text", "aria-label": `Why ${one.word} stays`, placeholder: "because …", value: kept.of(one.word) });
  const done = () => {
    if (reason.value.trim().split(/\s+/).length < 3) return;
    tell({ type: "keep", word: one.word, line: one.line - 1, reason: reason.value });
    kept.give(one.word);
  };
  reason.addEventListener("input", () => kept.write(one.word, reason.value));
  reason.addEventListener("keydown", (event) => event.key === "Enter" && done());
  return element("details", { class: "course-keep", ...(reason.value ? { open: "" } : {}) }, element("summary", {}, "Keep, because…"),
    reason, element("button", { type: "button", onclick: done }, "Keep"), element("span", { class: "course-note" }, "at least three words"));
}

// One check: the row is made once and changed in place.
function row(check) {
  const sign = element("span", { class: "course-sign" });
  const points = element("span", { class: "course-points" });
  const found = element("ul");
  const about = element("details", {}, element("summary", {}, sign, ` ${check.title} `, points),
    element("p", { class: "course-note" }, ...prose(check.why)), element("p", { class: "course-note" }, "What it cannot see: ", ...prose(check.misses)));
  const node = element("li", {}, about, found);
  let shown = null;
  return {
    node,
    update(now, tell, kept) {
      const key = JSON.stringify(now);
      if (key === shown) return;
      shown = key;
      sign.textContent = now.later ? "·" : now.full ? "✓" : "◐";
      sign.setAttribute("aria-label", now.later ? "judged later" : now.full ? "full" : "open");
      sign.setAttribute("role", "img");
      node.className = now.full ? "course-full" : "course-open";
      points.textContent = now.points;
      found.replaceChildren(...now.findings.map((one) => finding(one, tell, kept)), ...(now.more ? [element("li", { class: "course-note" }, `and ${now.more} more`)] : []));
    },
  };
}

function unclear(typed, fitting) {
  if (!typed) return "Type a word, such as refreshes, and choose a line from the list.";
  if (!fitting.length) return `Nothing in the list speaks of “${typed}”. Try another word.`;
  const named = fitting.slice(0, MOST_NAMED).map((one) => one.label).join(", ");
  return `${fitting.length} of the list speak of “${typed}”: ${named}${fitting.length > MOST_NAMED ? ", …" : ""}. Choose one.`;
}

function evidence(options, tell) {
  const id = `course-evidence-${Math.random().toString(36).slice(2)}`;
  const list = element("datalist", { id: `${id}-list` }, ...options.map((one) => element("option", { value: one.label }, one.detail)));
  const box = element("input", { id, type: "text", list: list.id, placeholder: "type a word, such as refreshes", autocomplete: "off" });
  const said = element("span", { class: "course-note", role: "status" });
  const typed = () => box.value.trim().toLowerCase();
  const fitting = () => options.filter((one) => typed() && `${one.label} ${one.detail}`.toLowerCase().includes(typed()));
  const chosen = () => options.find((one) => one.label.toLowerCase() === typed()) ?? (fitting().length === 1 ? fitting()[0] : undefined);
  // A tag without its figure leaves the cursor where the figure goes.
  const put = () => {
    const one = chosen();
    if (!one) {
      said.textContent = unclear(typed(), fitting());
      return;
    }
    const open = one.apply.endsWith("=]");
    tell({ type: "insert", text: one.apply });
    said.textContent = open
      ? `Inserted. The cursor is behind the equals sign: type the number that you found${one.found ? ` in exercise ${one.found}` : ""}.`
      : "Inserted where your cursor was.";
  };
  box.addEventListener("input", () => { said.textContent = chosen()?.detail ?? ""; });
  box.addEventListener("keydown", (event) => event.key === "Enter" && put());
  return element("div", { class: "course-evidence" }, element("label", { for: id }, "Evidence"), box, list,
    element("button", { type: "button", onclick: put }, "Insert"), said);
}

export default {
  render({ model, el }) {
    const tell = (content) => model.send(content);
    const rows = new Map();
    const counts = element("p", { class: "course-note" });
    const summary = element("summary");
    const capped = element("div");
    const list = element("ul", { class: "course-check-list" });
    const draw = () => {
      const state = model.get("state");
      if (!state.checks) return;
      counts.textContent = state.words;
      summary.textContent = state.points;
      capped.replaceChildren(...state.capped.map((text) => element("p", { class: "course-finding" }, text)));
      for (const check of state.checks) {
        if (!rows.has(check.id)) {
          rows.set(check.id, row(check));
          list.append(rows.get(check.id).node);
        }
        rows.get(check.id).update(check, tell, kept);
      }
    };

    el.classList.add("course-panel");
    el.append(evidence(model.get("evidence"), tell), counts,
      element("details", { open: "" }, summary, capped, list));
    // JupyterLab's one-letter shortcuts reach buttons and summaries otherwise.
    el.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); });
    const kept = reasons(model.get("draft"));
    kept.load().then(draw);
    model.on("change:state", draw);
    return () => model.off("change:state", draw);
  },
};
