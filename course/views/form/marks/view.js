// Marks: the lines to tick, and a box to type their numbers in. Both show the same. The lines are one stop of the Tab key.
CONTROLS.marks = (field, spot) => {
  const ids = field.options.map(([id]) => id);
  const boxes = new Map();
  const typed = element("input", {
    type: "text", id: unique(), class: "course-long", autocomplete: "off", placeholder: ids.every(Number) ? "for example 4, 11–13" : `for example ${ids[0]}`,
    oninput: () => show(parseIds(typed.value, ids), false),
  });
  const show = (chosen, write = true) => {
    for (const [id, box] of boxes) box.checked = chosen.includes(id);
    if (write) typed.value = chosen.join(", ");
    spot.set(chosen);
  };
  const lines = field.options.map(([id, label]) => {
    const code = element("code", {}, label);
    const line = tick("checkbox", unique(), id, [element("span", { class: "course-mark" }, id), code], (spot.get() ?? []).includes(id),
      () => show(ids.filter((each) => boxes.get(each).checked)));
    boxes.set(id, line.querySelector("input"));
    return line;
  });
  typed.value = (spot.get() ?? []).join(", ");
  const all = [...boxes.values()];
  all.forEach((box, at) => {
    box.tabIndex = at ? -1 : 0;
    box.addEventListener("focus", () => all.forEach((other) => (other.tabIndex = other === box ? 0 : -1)));
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
};
