// A form in plain HTML: one labelled control for each field, all of them operable by keyboard. The answer is one JSON value;
// what was understood of a typed number comes back from Python in `notes`. The view.js of each kind of field follows this file
// and then that of each picture, so that all of them are one script and may use what is here.

// One function per kind of field: (field, spot) => node. In a table, (column, spot, attributes) => node or nodes.
const CONTROLS = {};
const CELLS = {};
// Richer controls, one for each folder of course/views/pictures: (field, spot) => node.
const PICTURES = {};

let idCount = 0;
// Every form loads this script anew, and ids must be unique in the whole page: else labels and radio buttons reach into other forms.
const FORM_ID = Math.random().toString(36).slice(2, 10);
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

// A part of a drawing.
function shape(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// What is between backticks is code.
function prose(text) {
  return text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

function unique() {
  idCount += 1;
  return `course-field-${FORM_ID}-${idCount}`;
}

// One place in the answer: what is there, how to change it, and the note about it.
function place(form, path) {
  return {
    path,
    inner: (...names) => place(form, [...path, ...names]),
    get: () => path.reduce((value, name) => value?.[name], form.answer),
    set: (value) => form.put(path, value),
    note: () => form.note(path.join("/")),
    drawn: (call) => form.drawn(path[0], call), // call(pieces of HTML) now, and whenever Python has drawn the field anew
    marked: (call) => form.marked(path.join("/"), call), // call(isWrong) when a check found it right or wrong, or it is changed
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

function unit(field) {
  return field.unit ? element("span", { class: "course-unit" }, field.unit) : null;
}

// Short options are in a row, others one below the other.
function optionsClass(options) {
  return options.every((option) => option.length <= SHORT_OPTION) && options.join("").length <= SHORT_ROW ? "course-options course-row" : "course-options";
}

function tick(type, name, value, label, checked, onchange) {
  const box = element("input", { type, name, value, onchange, checked });
  return element("label", { class: "course-option" }, box, element("span", {}, ...label));
}

// The ids that a text such as "4, 11–13" names.
function parseIds(text, ids) {
  const chosen = new Set();
  for (const part of text.split(/[,;\s]+/)) {
    const [, first, last] = part.match(/^(\d+)[-–](\d+)$/) ?? [];
    if (last) ids.filter((id) => Number(id) >= Number(first) && Number(id) <= Number(last)).forEach((id) => chosen.add(id));
    else if (ids.includes(part)) chosen.add(part);
  }
  return ids.filter((id) => chosen.has(id));
}

function grid(caption, head, rows) {
  const header = (label) => (label ? element("th", { scope: "col" }, ...prose(label)) : element("td", {}));
  return element("div", { class: "course-grid", role: "region", "aria-label": caption, tabindex: "-1" },
    element("table", {}, element("caption", { class: "course-sr" }, caption),
      element("thead", {}, element("tr", {}, ...head.map(header))),
      element("tbody", {}, ...rows.map(([label, ...cells]) =>
        element("tr", {}, element("th", { scope: "row" }, ...prose(label)), ...cells.map((cell) => element("td", {}, ...[cell].flat())))))));
}

export default {
  render({ model, el }) {
    const notes = new Map();
    const marks = new Map();
    const pictures = new Map();
    const form = {
      answer: model.get("answer"),
      put(path, value) {
        form.answer = withIn(form.answer, path, value);
        marks.get(path.join("/"))?.(false);
        box.change(path, value);
        box.send(); // a click on Check may follow at once
      },
      note(key) {
        if (!notes.has(key)) notes.set(key, element("span", { class: "course-understood", id: unique(), "aria-live": "polite" }));
        return notes.get(key);
      },
      drawn(key, call) {
        pictures.set(key, call);
        call((model.get("drawn") ?? {})[key] ?? []);
      },
      marked(key, call) {
        marks.set(key, call);
        call((model.get("wrong") ?? []).includes(key));
      },
    };
    let pause = 0;
    const show = () => {
      for (const [key, note] of notes) note.textContent = model.get("notes")[key] ?? "";
    };
    const mark = () => { for (const [key, call] of marks) call((model.get("wrong") ?? []).includes(key)); };
    const paint = () => { for (const [key, call] of pictures) call((model.get("drawn") ?? {})[key] ?? []); };
    const showSoon = () => { clearTimeout(pause); pause = setTimeout(show, PAUSE_MS); };
    const fields = model.get("fields");
    el.classList.add("course-fields");
    // JupyterLab's one-letter shortcuts reach buttons, lists and boxes to tick: "r" would turn the cell into raw text.
    el.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey && !(event.shiftKey && event.key === "Enter")) event.stopPropagation(); });
    const draw = (field) => (PICTURES[field.view] ?? CONTROLS[field.kind])(field, place(form, [field.id]));
    const nodes = new Map(fields.map((field) => [field.id, draw(field)]));
    // Another window, or an earlier answer that is brought back, changes only the fields that differ.
    const arrived = () => {
      const before = form.answer;
      form.answer = box.over(model.get("answer"));
      for (const field of fields) {
        if (JSON.stringify(before[field.id]) === JSON.stringify(form.answer[field.id])) continue;
        const node = draw(field);
        nodes.get(field.id).replaceWith(node);
        nodes.set(field.id, node);
      }
    };
    const box = outbox(model, arrived);
    el.append(...nodes.values());
    show();
    model.on("change:notes", showSoon);
    model.on("change:answer", arrived);
    model.on("change:wrong", mark);
    model.on("change:drawn", paint);
    return () => {
      box.close();
      model.off("change:notes", showSoon);
      model.off("change:answer", arrived);
      model.off("change:wrong", mark);
      model.off("change:drawn", paint);
    };
  },
};
