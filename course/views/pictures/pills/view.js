// A choice in one row.
PICTURES.pills = (field, spot) => {
  const id = unique();
  const ticks = field.options.map((option) => tick("radio", id, option, prose(option), spot.get() === option, () => spot.set(option)));
  return group(field, element("div", { class: "course-pills" }, ...ticks));
};
