// A day, in the browser's own box for dates.
CONTROLS.date = (field, spot) => {
  const id = unique();
  return labelled(field, id, CELLS.date(field, spot, { id }));
};

CELLS.date = (column, spot, attributes) => {
  const box = element("input", { type: "date", ...attributes, oninput: () => spot.set(box.value) });
  box.value = spot.get() ?? "";
  return box;
};
