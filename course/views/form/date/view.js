// A day in a box for text: people write days in many ways, and what was understood is said beside it.
CONTROLS.date = (field, spot) => {
  const id = unique();
  const [box, note] = textBox(spot, { id, placeholder: "6 March 2026" });
  return labelled(field, id, element("div", { class: "course-line" }, box, note));
};

CELLS.date = (column, spot, attributes) => textBox(spot, { ...attributes, placeholder: "6 March 2026" });
