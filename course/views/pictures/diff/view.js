// A diff to review. Lines are boxes to tick, one stop of the Tab key; a ticked line gets a comment with two lists under it.
const DIFF_SIGNS = { "+": ["+", "course-plus", "added"], "-": ["−", "course-minus", "removed"], " ": [" ", "", "unchanged"] };

function diffHead(shown) {
  return [
    element("p", { class: "course-diff-title" }, element("strong", {}, shown.title)),
    element("p", { class: "course-diff-meta" }, shown.meta),
    element("p", { class: "course-diff-says" }, shown.description),
  ];
}

function diffGutter(line) {
  const [sign, , word] = DIFF_SIGNS[line.sign];
  return [
    element("span", { class: "course-diff-number" }, line.id),
    element("span", { class: "course-diff-sign" }, sign, element("span", { class: "course-sr" }, ` ${word}: `)),
    element("code", {}, line.text),
  ];
}

function diffLine(line) {
  return [element("div", { class: `course-diff-line ${DIFF_SIGNS[line.sign][1]}` }, ...diffGutter(line))];
}

// The files of a diff; `draw` makes the nodes of one line.
function diffFiles(files, draw = diffLine) {
  return files.flatMap((file) => [
    element("div", { class: "course-diff-file" }, element("code", {}, file.path), element("span", {}, `+${file.added} −${file.removed}`)),
    element("div", { class: "course-diff-lines", role: "group", "aria-label": file.path, tabindex: draw === diffLine ? "0" : "-1" },
      ...file.hunks.flatMap((hunk, at) => [...(at ? [element("div", { class: "course-diff-gap", "aria-hidden": "true" }, "⋯")] : []), ...hunk.flatMap(draw)])),
  ]);
}

PICTURES.diff = (field, spot) => {
  const changed = field.picture.files.flatMap((file) => file.hunks.flat()).filter((line) => line.sign !== " ");
  const ids = changed.map((line) => line.id);
  const boxes = new Map();
  const places = new Map();
  const said = element("span", { class: "course-sr", role: "status" });
  const typed = element("input", {
    type: "text", id: unique(), class: "course-long", autocomplete: "off", placeholder: "or type numbers, for example 12, 40–42",
    oninput: () => show(parseIds(typed.value, ids), false),
  });
  const comments = () => spot.get() ?? {};
  const listed = (line, name, label, options) => {
    const own = { get: () => comments()[line]?.[name], set: (value) => spot.set({ ...comments(), [line]: { ...comments()[line], [name]: value } }) };
    return element("label", {}, label, select(own, options, { "aria-label": `Line ${line}, ${label}` }));
  };
  const comment = (line) => element("div", { class: "course-diff-comment" },
    listed(line, "category", "What is it about?", field.categories), listed(line, "severity", "How bad?", field.severities));
  const show = (chosen, write = true) => {
    const before = comments();
    spot.set(Object.fromEntries(chosen.map((id) => [id, before[id] ?? {}])));
    if (write) typed.value = chosen.join(", ");
    for (const id of ids) {
      boxes.get(id).checked = chosen.includes(id);
      const place = places.get(id);
      if (!chosen.includes(id)) place.replaceChildren();
      else if (!place.children.length) place.replaceChildren(comment(id));
    }
    said.textContent = `${chosen.length} ${chosen.length === 1 ? "line" : "lines"} marked.`;
  };
  const marked = () => ids.filter((id) => boxes.get(id).checked);
  const draw = (line) => {
    if (line.sign === " ") return [element("div", { class: "course-diff-line" }, element("span", { class: "course-diff-blank" }), ...diffGutter(line))];
    const box = element("input", { type: "checkbox", tabindex: "-1", onchange: () => show(marked()), checked: line.id in comments() });
    const place = element("div", {}, ...(line.id in comments() ? [comment(line.id)] : []));
    boxes.set(line.id, box);
    places.set(line.id, place);
    return [element("label", { class: `course-diff-line ${DIFF_SIGNS[line.sign][1]}` }, box, ...diffGutter(line)), place];
  };
  const files = diffFiles(field.picture.files, draw);
  typed.value = ids.filter((id) => id in comments()).join(", ");
  const all = ids.map((id) => boxes.get(id));
  all[0].tabIndex = 0;
  all.forEach((box, at) => {
    box.addEventListener("focus", () => all.forEach((one) => (one.tabIndex = one === box ? 0 : -1)));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      all[at + step]?.focus();
    });
  });
  return group(field,
    element("p", { class: "course-note" }, "Tick a line, and two lists open under it. By keyboard: up and down move, Space ticks, Tab goes to the lists."),
    element("div", { class: "course-line" }, element("label", { for: typed.id, class: "course-unit" }, "Marked"), typed, said),
    element("div", { class: "course-diff" }, ...diffHead(field.picture), ...files));
};
