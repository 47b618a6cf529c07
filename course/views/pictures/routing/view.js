// A routing: a table of what each acquirer does per country, a list in each row, and what comes of the whole plan.
PICTURES.routing = (field, spot) => {
  const { heads, rows, notReached, today, plans, lines } = field.picture;
  const by = new Map(field.controls.map((control) => [control.id, control]));
  const countries = rows.map(([country]) => country);
  const result = element("p", { class: "course-routing-result", role: "status" });
  const problem = element("p", { class: "course-routing-problem" });
  const arithmetic = element("ul");
  const follow = () => {
    const names = [...countries, "failover"].map((id) => spot.get()?.[id] ?? "");
    const plan = plans[names.join("|")];
    const open = names.filter((name) => !name).length;
    result.textContent = plan ? `Your routing: ${plan.result}.` : `${open} of ${names.length} decisions ${open === 1 ? "is" : "are"} still open.`;
    problem.textContent = plan?.problem ? `! ${plan.problem[0].toUpperCase()}${plan.problem.slice(1)}.` : "";
    const shown = plan ? countries.map((country, at) => lines[[country, names[at], names.at(-1)].join("|")]) : ["Choose everything first."];
    arithmetic.replaceChildren(...shown.map((line) => element("li", {}, line)));
  };
  const watched = (id) => { const place = spot.inner(id); return { ...place, set: (value) => { place.set(value); follow(); } }; };
  const body = rows.map(([country, ...figures]) => [
    country,
    ...figures.map((figure) => element("span", { class: "course-routing-figure" }, figure)),
    select(watched(country), by.get(country).options, { "aria-label": by.get(country).ask }, "?"),
  ]);
  const failover = CONTROLS.choice(by.get("failover"), watched("failover"));
  follow();
  return group(field, element("div", { class: "course-routing" }, grid(field.ask, [...heads, "Ask first"], body),
    element("p", { class: "course-note" }, notReached), element("p", { class: "course-note" }, today), failover, result, problem,
    element("details", {}, element("summary", {}, "The arithmetic"), arithmetic)));
};
