// Several options of many: boxes to tick.
CONTROLS.choices = (field, spot) => {
  const toggle = (option, on) => {
    const chosen = new Set(spot.get() ?? []);
    if (on) chosen.add(option); else chosen.delete(option);
    spot.set(field.options.filter((each) => chosen.has(each)));
  };
  const lines = field.options.map((option) =>
    tick("checkbox", unique(), option, prose(option), (spot.get() ?? []).includes(option), (event) => toggle(option, event.target.checked)));
  return group(field, element("div", { class: optionsClass(field.options) }, ...lines));
};
