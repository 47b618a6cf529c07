// Two numbers for each quantity: what it is at least, and what it is at most.
CONTROLS.ranges = (field, spot) => {
  const end = (quantity, name, words) =>
    textBox(spot.inner(quantity.id, name), { inputmode: "decimal", class: "course-short course-digits", "aria-label": `${quantity.ask}, ${words}` });
  const rows = field.quantities.map((quantity) =>
    [`${quantity.ask} (${quantity.unit})`, end(quantity, "low", "at least"), end(quantity, "high", "at most")]);
  return group(field, grid(field.ask, ["", "at least", "at most"], rows));
};
