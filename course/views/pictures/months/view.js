// Teams and months. What forbids a team's month comes from the model; here it is looked up, and places and hours are added up.
PICTURES.months = (field, spot) => {
  const { months, places, left, saved, step, market, teams } = field.picture;
  const chosen = (id) => spot.get()?.[id] ?? "";
  const boxes = new Map();
  const cells = new Map();
  const said = element("p", { class: "course-months-said", role: "status" });
  const list = element("ul", {});
  const counts = months.map(() => element("td", { class: "course-month" }));

  const draw = () => {
    const wrong = [];
    for (const [id, row] of cells) row.forEach((cell, at) => cell.replaceChildren(...(chosen(id) === months[at] ? [element("span", { class: "course-moves" }, "■")] : [])));
    for (const team of teams) {
      const problems = chosen(team.id) && chosen(step.id) ? team.wrong[`${chosen(step.id)}|${chosen(team.id)}`] ?? [] : [];
      wrong.push(...problems);
      if (problems.length) cells.get(team.id)[months.indexOf(chosen(team.id))].firstChild.replaceWith(element("span", { class: "course-moves course-clash" }, "!"));
    }
    months.forEach((month, at) => {
      const count = teams.filter(({ id }) => chosen(id) === month).length + (chosen(step.id) === month ? step.places : 0) + (market.month === month ? market.places : 0);
      const full = count > places;
      counts[at].textContent = `${full ? "! " : ""}${count} of ${places}`;
      counts[at].classList.toggle("course-full", full);
      if (full) wrong.push(`${month} needs ${count} of Runway's ${places} places`);
    });
    const hours = teams.reduce((sum, team) => sum + saved * team.hours * (left[chosen(team.id)] ?? 0), 0);
    const open = [step, ...teams].filter(({ id }) => !chosen(id)).length;
    said.textContent = `Saved by the end of the year: ${Math.round(hours).toLocaleString("en")} hours${wrong.length ? ", if it worked" : ""}.${open ? ` Still without a month: ${open}.` : ""}`;
    list.replaceChildren(...wrong.map((words) => element("li", {}, `${words}.`)));
  };

  const row = (id, name, about, hours, extra = 1) => {
    const control = field.controls.find((each) => each.id === id);
    const inner = spot.inner(id);
    const box = select({ ...inner, set: (value) => { inner.set(value); draw(); } }, control.options, { "aria-label": `${name}, month` });
    boxes.set(id, box);
    cells.set(id, months.map(() => element("td", { class: "course-month" })));
    const places = extra > 1 ? ` (${extra} places)` : "";
    return element("tr", {}, element("th", { scope: "row" }, element("strong", {}, name), places, element("small", {}, about)), element("td", { class: "course-digits" }, hours), element("td", {}, box), ...cells.get(id));
  };
  const fixed = element("tr", {}, element("th", { scope: "row" }, element("strong", {}, "New country"), element("small", {}, "rehearsal of its opening")), element("td", {}), element("td", { class: "course-unit" }, "fixed"),
    ...months.map((month) => element("td", { class: "course-month" }, month === market.month ? element("span", { class: "course-moves" }, "■") : "")));
  const sum = element("tr", {}, element("th", { scope: "row" }, "Runway's places"), element("td", {}), element("td", {}), ...counts);
  const heads = ["Who", "Hours lost a month", "Month", ...months].map((head) => element("th", { scope: "col" }, head));
  const table = element("div", { class: "course-grid", role: "region", "aria-label": field.ask, tabindex: "-1" },
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {},
      row(step.id, "Database step", "Runway builds it; it is there from the month after", "", step.places),
      ...teams.map((team) => row(team.id, team.name, team.about, String(Math.round(team.hours)))), fixed, sum)));
  const reset = element("button", { type: "button", onclick: () => { spot.set({}); for (const box of boxes.values()) box.value = ""; draw(); } }, "Clear the plan");
  draw();
  return group(field, element("div", { class: "course-months" }, table, said, list, reset));
};
