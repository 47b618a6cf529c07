// A list of classes beside each item.
CONTROLS.match = (field, spot) => {
  const rows = field.items.map((item) => [item, select(spot.inner(item), field.classes, { "aria-label": item, class: "course-match" })]);
  return group(field, grid(field.ask, field.heads ?? ["Item", "Class"], rows));
};
