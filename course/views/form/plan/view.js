// The controls of a plan's decisions, one below the other.
CONTROLS.plan = (field, spot) => {
  const inner = field.controls.map((control) => CONTROLS[control.kind](control, spot.inner(control.id)));
  return group(field, element("div", { class: "course-plan" }, ...inner));
};
