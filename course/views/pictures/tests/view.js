// Six assumptions, each with its tests as radio buttons: every choice adds up the days and the money.
PICTURES.tests = (field, spot) => {
  const { assumptions, limit, none } = field.picture;
  const sum = element("p", { class: "course-tests-sum", role: "status" });
  const radios = [];
  const chosen = (each) => each.tests.find(({ title }) => title === spot.get()?.[each.id]);

  const draw = () => {
    const tests = assumptions.map(chosen).filter(Boolean);
    const days = tests.reduce((total, test) => total + test.days, 0);
    const cost = tests.reduce((total, test) => total + test.cost, 0);
    const open = assumptions.filter((each) => !spot.get()?.[each.id]).length;
    const over = days > limit ? ` ! ${days - limit} too many.` : "";
    const left = open ? ` Assumptions without a decision yet: ${open}.` : "";
    sum.textContent = `${days} of ${limit} days, €${+cost.toFixed(1)}k.${over}${left}`;
    sum.classList.toggle("course-over", days > limit);
  };
  const option = (each, name, title, about, inner) => {
    const words = about ? [title, element("small", {}, about)] : [title];
    const radio = tick("radio", name, title, words, inner.get() === title, () => { inner.set(title); draw(); });
    radios.push(radio.querySelector("input"));
    return radio;
  };
  const block = (each) => {
    const inner = spot.inner(each.id);
    const name = unique();
    return element("fieldset", {}, element("legend", {}, element("strong", {}, `${each.id} ${each.title}`), " ", element("small", {}, each.about)),
      ...each.tests.map((test) => option(each, name, test.title, test.about, inner)), option(each, name, none, "", inner));
  };
  const blocks = assumptions.map(block);
  const reset = element("button", { type: "button", onclick: () => { spot.set({}); radios.forEach((radio) => { radio.checked = false; }); draw(); } }, "Choose again from the start");
  draw();
  return group(field, element("div", { class: "course-tests" }, sum, ...blocks, reset));
};
