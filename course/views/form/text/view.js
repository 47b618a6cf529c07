// A short text.
CONTROLS.text = (field, spot) => {
  const id = unique();
  const [box, note] = textBox(spot, { id, class: "course-long" });
  return labelled(field, id, element("div", { class: "course-line" }, box, note));
};

CELLS.text = (column, spot, attributes) => textBox(spot, { ...attributes, class: "course-short" });
