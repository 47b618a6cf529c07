// One option of several: buttons, or a list where there are many.
const FEW_OPTIONS = 6;

CONTROLS.choice = (field, spot) => {
  const id = unique();
  if (field.options.length > FEW_OPTIONS) return labelled(field, id, select(spot, field.options, { id }));
  const lines = field.options.map((option) =>
    tick("radio", id, option, prose(option), spot.get() === option, () => spot.set(option)));
  return group(field, element("div", { class: optionsClass(field.options) }, ...lines));
};

CELLS.choice = (column, spot, attributes) => select(spot, column.options, attributes);
