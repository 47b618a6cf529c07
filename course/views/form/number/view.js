// A number: a box with its unit, or a slider with a box beside it.
CONTROLS.number = (field, spot) => {
  const id = unique();
  if (field.slider?.length) return slider(field, spot, id);
  const [box, note] = textBox(spot, { id, inputmode: "decimal", class: "course-short" });
  return labelled(field, id, element("div", { class: "course-line" }, box, unit(field), note));
};

function slider(field, spot, id) {
  const [lowest, highest, step] = field.slider;
  const [box, note] = textBox(spot, { id, inputmode: "decimal", class: "course-tiny" }, () => follow());
  const range = element("input", {
    type: "range", min: lowest, max: highest, step, "aria-label": `${field.ask}, slider`,
    oninput: () => { box.value = range.value; spot.set(range.value); },
  });
  const follow = () => { if (box.value.trim() && !isNaN(Number(box.value))) range.value = box.value; };
  follow();
  const ends = [lowest, highest].map((end) => element("span", { class: "course-unit", "aria-hidden": "true" }, String(end)));
  return labelled(field, id, element("div", { class: "course-line" }, ends[0], range, ends[1], box, unit(field), note));
}

CELLS.number = (column, spot, attributes) => textBox(spot, { ...attributes, class: "course-short course-digits" });
