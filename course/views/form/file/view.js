// A file to edit. Tab leaves the box, so that the keyboard is never caught in it; what it began with can be brought back.
CONTROLS.file = (field, spot) => {
  const id = unique();
  const lines = field.starter.split("\n").length;
  const box = element("textarea", { id, class: "course-file", rows: lines + 2, spellcheck: "false", autocapitalize: "off", autocomplete: "off", oninput: () => spot.set(box.value) });
  const begin = element("button", { type: "button", class: "course-begin", onclick: () => { box.value = field.starter; spot.set(null); box.focus(); } }, "Start over");
  box.value = spot.get() ?? field.starter;
  return labelled(field, id, element("div", { class: "course-file-head" }, element("code", {}, field.name), begin), box);
};
