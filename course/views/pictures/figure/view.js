// A published figure above the control that asks about it.
PICTURES.figure = (field, spot) => {
  const shown = element("div", { class: "course-figure" });
  shown.innerHTML = field.picture.html;
  return element("div", { class: "course-published" }, shown, CONTROLS[field.kind](field, spot));
};
