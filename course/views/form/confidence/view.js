// How sure somebody is, in steps of ten. No slider: that would seem to stand somewhere before it was touched.
CONTROLS.confidence = (field, spot) => {
  const id = unique();
  const steps = Array.from({ length: (field.highest - field.lowest) / 10 + 1 }, (_, at) => String(field.lowest + 10 * at));
  const ticks = steps.map((step) => tick("radio", id, step, [`${step}%`], String(spot.get() ?? "") === step, () => spot.set(step)));
  return group(field, element("div", { class: "course-pills" }, ...ticks));
};
