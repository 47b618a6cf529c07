// A network of parts, drawn as it is entered. The twin of course/grade/models/parts.py: a circle is named, the longest chain found.
function netOrder(ids, needs) {
  const order = [];
  let left = [...ids];
  while (left.length) {
    const free = left.filter((id) => !needs(id).some((needed) => left.includes(needed)));
    if (!free.length) {
      const way = [left[0]];
      while (!way.slice(0, -1).includes(way.at(-1))) way.push(needs(way.at(-1)).find((needed) => left.includes(needed)));
      return { circle: way.slice(way.indexOf(way.at(-1))) };
    }
    order.push(...free);
    left = left.filter((id) => !free.includes(id));
  }
  return { order };
}

function netLongest(parts, order, needs) {
  const days = Object.fromEntries(parts.map(({ id, days: count }) => [id, count]));
  const ends = {};
  for (const id of order) ends[id] = days[id] + Math.max(0, ...needs(id).map((needed) => ends[needed]));
  const last = Math.max(...Object.values(ends));
  const latest = {};
  for (const id of [...order].reverse()) latest[id] = Math.min(last, ...order.filter((other) => needs(other).includes(id)).map((other) => latest[other] - days[other]));
  return parts.map(({ id }) => id).filter((id) => latest[id] === ends[id]);
}

function netDrawing({ parts, across, down, width, height, margin, lane: step, lanes }, order, needs, longest) {
  const columns = {};
  for (const id of order) columns[id] = Math.max(-1, ...needs(id).map((needed) => columns[needed])) + 1;
  const shown = parts.filter(({ id }) => needs(id).length || parts.some((other) => needs(other.id).includes(id)));
  const places = {};
  shown.forEach(({ id }, at) => {
    const row = shown.slice(0, at).filter((other) => columns[other.id] === columns[id]).length;
    places[id] = [margin + columns[id] * across, margin + row * down];
  });
  const arrows = shown.flatMap(({ id }) => [...needs(id)].sort((one, other) => places[one][1] - places[other][1]).map((needed, at, all) => {
    const [x1, y1] = [places[needed][0] + width, places[needed][1] + height / 2];
    const [x2, y2] = [places[id][0], places[id][1] + (height * (at + 1)) / (all.length + 1)]; // no two arrows share a way
    const lane = places[needed][1] + (height + down) / 2 + step * ((columns[needed] % lanes) - (lanes - 1) / 2);
    const near = `M${x1},${y1} C${x1 + 20},${y1} ${x2 - 20},${y2} ${x2 - 2},${y2}`;
    // Past other columns it runs between the rows, so that it meets no box on its way.
    const far = `M${x1},${y1} C${x1 + 14},${y1} ${x1 + 6},${lane} ${x1 + 22},${lane} L${x2 - 22},${lane} C${x2 - 8},${lane} ${x2 - 16},${y2} ${x2 - 2},${y2}`;
    const on = longest.includes(id) && longest.includes(needed);
    return shape("path", { class: on ? "course-net-arrow course-on" : "course-net-arrow",
      d: `${columns[id] - columns[needed] > 1 ? far : near} M${x2 - 8},${y2 - 4} L${x2 - 1},${y2} L${x2 - 8},${y2 + 4}` });
  }));
  const boxes = shown.map(({ id, days, lines }) => {
    const [x, y] = places[id];
    return shape("g", {}, shape("rect", { class: longest.includes(id) ? "course-net-box course-on" : "course-net-box", x, y, width, height, rx: 6 }),
      shape("text", { class: "course-net-id", x: x + 8, y: y + 16 }, `${id} · ${days} day${days === 1 ? "" : "s"}`),
      ...lines.map((line, at) => shape("text", { class: "course-net-title", x: x + 8, y: y + 31 + 14 * at }, line)));
  });
  const wide = Math.max(0, ...Object.values(places).map(([x]) => x)) + width + margin;
  const high = Math.max(0, ...Object.values(places).map(([, y]) => y)) + down;
  const words = parts.filter(({ id }) => needs(id).length).map(({ id }) => `${id} needs ${needs(id).join(" and ")}`);
  return shape("svg", { viewBox: `0 0 ${wide} ${high}`, width: wide, role: "img", "aria-label": words.length ? `${words.join("; ")}.` : "Nothing needs anything yet: all can begin at once." }, ...arrows, ...boxes);
}

PICTURES.network = (field, spot) => {
  const { parts } = field.picture;
  const ids = parts.map(({ id }) => id);
  const needs = (id) => ids.filter((other) => other !== id && (spot.get()?.[id] ?? []).includes(other));
  const drawing = element("div", {});
  const said = element("p", { class: "course-net-said", role: "status" });
  const show = element("input", { type: "checkbox", onchange: () => draw() });
  const draw = () => {
    const { order, circle } = netOrder(ids, needs);
    if (circle) {
      said.textContent = `! These wait for each other, so none of them can ever begin: ${circle.join(" → ")}.`;
      return; // the last network that could be drawn stays
    }
    const longest = show.checked ? netLongest(parts, order, needs) : [];
    const arrows = ids.some((id) => needs(id).length);
    drawing.replaceChildren(...(arrows ? [netDrawing(field.picture, order, needs, longest)] : []));
    said.textContent = show.checked && arrows ? `No day to spare, as drawn: ${longest.join(", ")}.` : "";
  };
  const label = (option) => {
    const part = parts.find(({ id }) => id === option);
    return [element("strong", {}, `${part.id} ${part.title}`), ` · ${part.owner} · ${part.days} day${part.days === 1 ? "" : "s"}`, element("small", {}, `“${part.note}”`)];
  };
  const box = element("div", { class: "course-net" });
  const fill = () => {
    const table = CONTROLS.precedence(field, spot, label, draw);
    const chain = element("label", { class: "course-option" }, show, element("span", {}, "Show the longest chain"));
    const reset = element("button", { type: "button", class: "course-again", onclick: () => { ids.forEach((id) => spot.inner(id).set([])); fill(); box.querySelector("select").focus(); } }, "Take all arrows out");
    box.replaceChildren(table, drawing, chain, said, reset);
    draw();
  };
  fill();
  return group(field, box);
};
