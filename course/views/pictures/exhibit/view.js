// An exhibit above the options of a choice.
PICTURES.exhibit = (field, spot) => {
  const id = unique();
  const lines = field.options.map((option) =>
    tick("radio", id, option, prose(option), spot.get() === option, () => spot.set(option)));
  const { title, text } = field.shows;
  return group(field,
    element("figure", { class: "course-exhibit" }, element("figcaption", {}, title), element("pre", { tabindex: "0" }, text)),
    element("div", { class: "course-options" }, ...lines));
};
