// A box for each part of a whole.
CONTROLS.split = (field, spot) =>
  group(field, grid(field.ask, ["Part", "Share (%)"], field.parts.map((part) => [part, textBox(spot.inner(part), { class: "course-split", "aria-label": part })])));
