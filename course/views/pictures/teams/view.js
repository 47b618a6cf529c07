// Nine teams on a calendar. A team that nobody moves keeps the week that it asked for: with the first move, all weeks are chosen.
// What goes wrong in a week, or between two teams, comes from the model; here it is only looked up.
PICTURES.teams = (field, spot) => {
  const { weeks, pieces, together } = field.picture;
  const boxes = new Map();
  const cells = new Map();
  const said = element("p", { class: "course-teams-said", role: "status" });
  const list = element("ul", {});
  const start = (piece) => (piece.fixed ? piece.asked : Number(spot.get()?.[piece.id]) || piece.asked);
  const byId = Object.fromEntries(pieces.map((piece) => [piece.id, piece]));
  const movable = pieces.filter((piece) => !piece.fixed);
  const isUntouched = () => !Object.keys(spot.get() ?? {}).length;
  const wishes = () => Object.fromEntries(movable.map((piece) => [piece.id, String(piece.asked)]));

  const draw = () => {
    const wrong = [];
    for (const piece of pieces) for (const words of piece.alone[start(piece)] ?? []) wrong.push([words, [piece.id]]);
    for (const pair of together) for (const words of pair.says[pair.teams.map((id) => start(byId[id])).join("|")] ?? []) wrong.push([words, pair.marks]);
    const clashing = new Set(wrong.flatMap(([, ids]) => ids));
    for (const piece of pieces) {
      cells.get(piece.id).forEach((cell, at) => {
        const busy = at + 1 >= start(piece) && at + 1 < start(piece) + piece.weeks;
        const clash = clashing.has(piece.id);
        cell.replaceChildren(...(busy ? [element("span", { class: clash ? "course-busy course-clash" : "course-busy" }, clash ? "!" : "■")] : []));
      });
    }
    // An answer that was saved with some teams open: a tick would promise what the check does not keep.
    const open = isUntouched() ? [] : movable.filter((piece) => !spot.get()[piece.id]);
    const count = wrong.length ? `! ${wrong.length} clash${wrong.length > 1 ? "es" : ""}.` : open.length ? "" : "✓ No clash: the date holds.";
    const missing = open.length ? `Still to choose: ${open.map(({ team, asked }) => `${team} (asks for week ${asked})`).join(", ")}.` : "";
    said.textContent = [count, missing].filter(Boolean).join(" ");
    list.replaceChildren(...wrong.map(([words]) => element("li", {}, `${words}.`)));
  };

  const row = (piece) => {
    const control = field.controls.find(({ id }) => id === piece.id);
    const inner = {
      get: () => (isUntouched() ? String(piece.asked) : spot.inner(piece.id).get()),
      set: (value) => {
        const week = value || String(piece.asked);
        spot.set({ ...(isUntouched() ? wishes() : spot.get()), [piece.id]: week });
        boxes.get(piece.id).value = week;
        draw();
      },
    };
    const name = `${piece.team} begins in week`;
    const box = control ? select({ ...spot.inner(piece.id), ...inner }, control.options, { "aria-label": name }, `as asked: ${piece.asked}`) : element("span", { class: "course-unit" }, `week ${piece.asked}, fixed`);
    boxes.set(piece.id, box);
    cells.set(piece.id, weeks.map(() => element("td", { class: "course-week" })));
    return element("tr", {}, element("th", { scope: "row" }, element("strong", {}, piece.team), ` ${piece.work}`, element("small", {}, piece.about)), element("td", {}, box), ...cells.get(piece.id));
  };
  const heads = ["Team and piece", "Begins in", ...weeks].map((head) => element("th", { scope: "col" }, head));
  const table = element("div", { class: "course-grid", role: "region", "aria-label": field.ask, tabindex: "-1" },
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...pieces.map(row))));
  const reset = element("button", { type: "button", onclick: () => { spot.set({}); field.controls.forEach(({ id }) => { boxes.get(id).value = String(byId[id].asked); }); draw(); } }, "Back to what the teams asked for");
  draw();
  return group(field, element("div", { class: "course-teams" }, table, said, list, reset));
};
