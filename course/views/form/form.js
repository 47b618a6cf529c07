// A form in plain HTML: one labelled control for each field, all of them operable by keyboard. The answer is one JSON value;
// what was understood of a typed number comes back from Python in `notes`.

let made = 0;
// Every form loads this file anew, and ids must be unique in the whole page: else labels and radio buttons reach into other forms.
const OWN = Math.random().toString(36).slice(2, 10);
const FEW_OPTIONS = 6;
const SHORT_OPTION = 24;
const SHORT_ROW = 56;
const PAUSE_MS = 400;

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

// What stands between backticks is code.
function prose(text) {
  return text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

function unique() {
  made += 1;
  return `course-field-${OWN}-${made}`;
}

// One place in the answer: what stands there, how to change it, and the note about it.
function place(form, path) {
  return {
    path,
    inner: (...names) => place(form, [...path, ...names]),
    get: () => path.reduce((value, name) => value?.[name], form.answer),
    set: (value) => form.put(path, value),
    note: () => form.note(path.join("/")),
  };
}

function withIn(value, [name, ...rest], leaf) {
  return { ...(value ?? {}), [name]: rest.length ? withIn(value?.[name], rest, leaf) : leaf };
}

function group(field, ...children) {
  return element("fieldset", { class: "course-field" }, element("legend", {}, ...prose(field.ask)), ...children);
}

function labelled(field, id, ...children) {
  return element("div", { class: "course-field" }, element("label", { for: id }, ...prose(field.ask)), ...children);
}

function textBox(spot, attributes, changed = () => {}) {
  const note = spot.note();
  const box = element("input", {
    type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": note.id, ...attributes,
    oninput: () => { spot.set(box.value); changed(); },
  });
  box.value = spot.get() ?? "";
  return [box, note];
}

function select(spot, options, attributes, open = "Choose…") {
  const box = element("select", { ...attributes, onchange: () => spot.set(box.value) },
    element("option", { value: "" }, open), ...options.map((option) => element("option", { value: option }, option)));
  box.value = options.includes(spot.get()) ? spot.get() : "";
  return box;
}

function number(field, spot) {
  const id = unique();
  if (field.slider?.length) return slider(field, spot, id);
  const [box, note] = textBox(spot, { id, inputmode: "decimal", class: "course-short" });
  return labelled(field, id, element("div", { class: "course-line" }, box, unit(field), note));
}

function unit(field) {
  return field.unit ? element("span", { class: "course-unit" }, field.unit) : null;
}

function slider(field, spot, id) {
  const [lowest, highest, step] = field.slider;
  const [box, note] = textBox(spot, { id, inputmode: "decimal", class: "course-tiny" }, () => follow());
  const range = element("input", {
    type: "range", min: lowest, max: highest, step, "aria-label": `${field.ask}, slider`,
    oninput: () => { box.value = range.value; spot.set(range.value); },
  });
  const follow = () => { if (box.value.trim() && !isNaN(Number(box.value))) range.value = box.value; };
  follow();
  const ends = [lowest, highest].map((end) => element("span", { class: "course-unit", "aria-hidden": "true" }, String(end)));
  return labelled(field, id, element("div", { class: "course-line" }, ends[0], range, ends[1], box, unit(field), note));
}

// How sure somebody is, in steps of ten. No slider: that would seem to stand somewhere before it was touched.
function confidence(field, spot) {
  const id = unique();
  const [lowest, highest] = field.slider;
  const steps = Array.from({ length: (highest - lowest) / 10 + 1 }, (_, at) => String(lowest + 10 * at));
  const ticks = steps.map((step) => tick("radio", id, step, [`${step} %`], String(spot.get() ?? "") === step, () => spot.set(step)));
  return group(field, element("div", { class: "course-pills" }, ...ticks));
}

function text(field, spot) {
  const id = unique();
  const [box, note] = textBox(spot, { id, class: "course-long" });
  return labelled(field, id, element("div", { class: "course-line" }, box, note));
}

function date(field, spot) {
  const id = unique();
  const box = element("input", { id, type: "date", oninput: () => spot.set(box.value) });
  box.value = spot.get() ?? "";
  return labelled(field, id, box);
}

function choice(field, spot) {
  const id = unique();
  if (field.options.length > FEW_OPTIONS) return labelled(field, id, select(spot, field.options, { id }));
  const lines = field.options.map((option) =>
    tick("radio", id, option, prose(option), spot.get() === option, () => spot.set(option)));
  return group(field, element("div", { class: shape(field.options) }, ...lines));
}

function shape(options) {
  return options.every((option) => option.length <= SHORT_OPTION) && options.join("").length <= SHORT_ROW ? "course-options course-row" : "course-options";
}

function tick(type, name, value, label, checked, onchange) {
  const box = element("input", { type, name, value, onchange, checked });
  return element("label", { class: "course-option" }, box, element("span", {}, ...label));
}

function choices(field, spot) {
  const toggle = (option, on) => {
    const chosen = new Set(spot.get() ?? []);
    if (on) chosen.add(option); else chosen.delete(option);
    spot.set(field.options.filter((one) => chosen.has(one)));
  };
  const lines = field.options.map((option) =>
    tick("checkbox", unique(), option, prose(option), (spot.get() ?? []).includes(option), (event) => toggle(option, event.target.checked)));
  return group(field, element("div", { class: shape(field.options) }, ...lines));
}

// Marks: the lines to tick, and a box to type their numbers in. Both show the same. The lines are one stop of the Tab key.
function marks(field, spot) {
  const ids = field.options.map(([id]) => id);
  const boxes = new Map();
  const typed = element("input", {
    type: "text", id: unique(), class: "course-long", autocomplete: "off", placeholder: ids.every(Number) ? "for example 4, 11–13" : `for example ${ids[0]}`,
    oninput: () => show(parse(typed.value, ids), false),
  });
  const show = (chosen, write = true) => {
    for (const [id, box] of boxes) box.checked = chosen.includes(id);
    if (write) typed.value = chosen.join(", ");
    spot.set(chosen);
  };
  const lines = field.options.map(([id, label]) => {
    const code = element("code", {}, label);
    const line = tick("checkbox", unique(), id, [element("span", { class: "course-mark" }, id), code], (spot.get() ?? []).includes(id),
      () => show(ids.filter((one) => boxes.get(one).checked)));
    boxes.set(id, line.querySelector("input"));
    return line;
  });
  typed.value = (spot.get() ?? []).join(", ");
  const all = [...boxes.values()];
  all.forEach((box, at) => {
    box.tabIndex = at ? -1 : 0;
    box.addEventListener("focus", () => all.forEach((one) => (one.tabIndex = one === box ? 0 : -1)));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      all[at + step]?.focus();
    });
  });
  return group(field,
    element("div", { class: "course-line" }, element("label", { for: typed.id, class: "course-unit" }, "Marked"), typed, spot.note()),
    element("div", { class: "course-options course-lines", role: "group", "aria-label": "Lines to mark, up and down to move" }, ...lines));
}

function parse(text, ids) {
  const chosen = new Set();
  for (const part of text.split(/[,;\s]+/)) {
    const [, first, last] = part.match(/^(\d+)[-–](\d+)$/) ?? [];
    if (last) ids.filter((id) => Number(id) >= Number(first) && Number(id) <= Number(last)).forEach((id) => chosen.add(id));
    else if (ids.includes(part)) chosen.add(part);
  }
  return ids.filter((id) => chosen.has(id));
}

// An order is changed by buttons or by typing a position; the moved item keeps the focus.
function order(field, spot) {
  const list = element("ol", { class: "course-order" });
  const said = element("span", { class: "course-sr", role: "status" });
  let items = spot.get()?.length === field.options.length ? [...spot.get()] : [...field.options];
  const move = (from, to, control) => {
    const target = Math.max(0, Math.min(items.length - 1, to));
    const [item] = items.splice(from, 1);
    items.splice(target, 0, item);
    spot.set([...items]);
    draw();
    said.textContent = `${item} is now ${target + 1} of ${items.length}.`;
    const line = list.children[target];
    (line.querySelector(`.${control}:not(:disabled)`) ?? line.querySelector("button:not(:disabled)")).focus();
  };
  const draw = () => list.replaceChildren(...items.map((item, at) => {
    const position = element("input", {
      type: "text", inputmode: "numeric", class: "course-position", "aria-label": `Position of ${item}`,
      onchange: () => {
        const to = parseInt(position.value, 10);
        if (isNaN(to)) position.value = at + 1;
        // The browser says "change" once more when the box leaves the page, and another item stands at its place by then.
        else if (!position.dataset.moved) { position.dataset.moved = "yes"; move(at, to - 1, "course-position"); }
      },
      onkeydown: (event) => { if (event.key === "Enter") position.dispatchEvent(new Event("change")); },
    });
    position.value = at + 1;
    const arrow = (name, sign, to) => element("button", {
      type: "button", class: `course-${name}`, "aria-label": `Move ${item} ${name}`, disabled: to < 0 || to >= items.length,
      onclick: () => move(at, to, `course-${name}`),
    }, sign);
    return element("li", {}, position, element("span", { class: "course-item" }, ...prose(item)), arrow("up", "↑", at - 1), arrow("down", "↓", at + 1));
  }));
  draw();
  const help = element("p", { class: "course-note" }, "Move with the arrows, or type a position and press Enter.");
  return group(field, help, list, said);
}

function grid(caption, head, rows) {
  const header = (label) => (label ? element("th", { scope: "col" }, ...prose(label)) : element("td", {}));
  return element("div", { class: "course-grid", role: "region", "aria-label": caption, tabindex: "-1" },
    element("table", {}, element("caption", { class: "course-sr" }, caption),
      element("thead", {}, element("tr", {}, ...head.map(header))),
      element("tbody", {}, ...rows.map(([label, ...cells]) =>
        element("tr", {}, element("th", { scope: "row" }, ...prose(label)), ...cells.map((cell) => element("td", {}, ...[cell].flat())))))));
}

function match(field, spot) {
  const rows = field.items.map((item) => [item, select(spot.inner(item), field.classes, { "aria-label": item })]);
  return group(field, grid(field.ask, ["Item", "Class"], rows));
}

function table(field, spot) {
  const head = field.columns.map((column) => (column.unit ? `${column.ask} (${column.unit})` : column.ask));
  const cell = (row, column, label) => {
    const inner = spot.inner(row, column.id);
    const name = { "aria-label": `${row}, ${label}` };
    if (!field.asked[row].includes(column.id)) return element("span", { class: "course-unit" }, "·");
    if (column.kind === "choice") return select(inner, column.options, name);
    if (column.kind === "date") {
      const box = element("input", { type: "date", ...name, oninput: () => inner.set(box.value) });
      box.value = inner.get() ?? "";
      return box;
    }
    return textBox(inner, { ...name, class: column.kind === "number" ? "course-short course-digits" : "course-short" });
  };
  const rows = field.rows.map((row) => [row, ...field.columns.map((column, at) => cell(row, column, head[at]))]);
  return group(field, grid(field.ask, ["", ...head], rows));
}

// Two numbers for each quantity: what it is at least, and what it is at most.
function ranges(field, spot) {
  const end = (quantity, name, words) =>
    textBox(spot.inner(quantity.id, name), { inputmode: "decimal", class: "course-short course-digits", "aria-label": `${quantity.ask}, ${words}` });
  const rows = field.quantities.map((quantity) =>
    [`${quantity.ask} (${quantity.unit})`, end(quantity, "low", "at least"), end(quantity, "high", "at most")]);
  return group(field, grid(field.ask, ["", "at least", "at most"], rows));
}

function logic(field, spot) {
  const names = Object.keys(field.inputs);
  const lines = () => Array.from({ length: field.rules }, (_, at) => (spot.get() ?? [])[at] ?? { when: {}, then: "" });
  const setter = (at, change) => ({
    get: () => change.get(lines()[at]),
    set: (value) => spot.set(lines().map((line, index) => (index === at ? change.put(line, value) : line))),
  });
  const when = (name) => ({ get: (line) => line.when?.[name], put: (line, value) => ({ ...line, when: { ...line.when, [name]: value } }) });
  const then = { get: (line) => line.then, put: (line, value) => ({ ...line, then: value }) };
  const rows = lines().map((_, at) => [
    `Rule ${at + 1}`,
    ...names.map((name) => select(setter(at, when(name)), field.inputs[name], { "aria-label": `Rule ${at + 1}, if ${name} is` }, "any")),
    select(setter(at, then), field.outcomes, { "aria-label": `Rule ${at + 1}, then` }, "—"),
  ]);
  return group(field, grid(field.ask, ["", ...names.map((name) => `If ${name} is`), "then"], rows));
}

function plan(field, spot) {
  const inner = field.controls.map((control) => CONTROLS[control.kind](control, spot.inner(control.id)));
  return group(field, element("div", { class: "course-plan" }, ...inner));
}

// A file to edit. Tab leaves the box, so that the keyboard is never caught in it; what it began with can be brought back.
function file(field, spot) {
  const id = unique();
  const lines = field.starter.split("\n").length;
  const box = element("textarea", { id, class: "course-file", rows: lines + 2, spellcheck: "false", autocapitalize: "off", autocomplete: "off", oninput: () => spot.set(box.value) });
  const begin = element("button", { type: "button", class: "course-begin", onclick: () => { box.value = field.starter; spot.set(null); box.focus(); } }, "Start over");
  box.value = spot.get() ?? field.starter;
  return labelled(field, id, element("div", { class: "course-file-head" }, element("code", {}, field.name), begin), box);
}

// Richer controls, one from each folder of course/views/pictures, whose view.js follows this file.
const PICTURES = {};
const CONTROLS = { number, confidence, text, date, choice, choices, marks, order, match, table, states: table, ranges, logic, plan, file };

export default {
  render({ model, el }) {
    const notes = new Map();
    const form = {
      answer: model.get("answer") ?? {},
      put(path, value) {
        form.answer = withIn(form.answer, path, value);
        model.set("answer", form.answer);
        model.save_changes();
      },
      note(key) {
        if (!notes.has(key)) notes.set(key, element("span", { class: "course-understood", id: unique(), "aria-live": "polite" }));
        return notes.get(key);
      },
    };
    let pause = 0;
    const show = () => {
      for (const [key, note] of notes) note.textContent = model.get("notes")[key] ?? "";
    };
    const showSoon = () => { clearTimeout(pause); pause = setTimeout(show, PAUSE_MS); };
    const fields = model.get("fields");
    el.classList.add("course-fields");
    // JupyterLab's one-letter shortcuts reach buttons, lists and boxes to tick: "r" would turn the cell into raw text.
    el.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey && !(event.shiftKey && event.key === "Enter")) event.stopPropagation(); });
    el.append(...fields.map((field) => (PICTURES[field.view] ?? CONTROLS[field.kind])(field, place(form, [field.id]))));
    show();
    model.on("change:notes", showSoon);
    return () => model.off("change:notes", showSoon);
  },
};
