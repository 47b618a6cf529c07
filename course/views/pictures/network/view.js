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

// The twin of ways() in this folder: each arrow ends at a height of its own and turns at a place of its own.
function netWays({ across, down, width, height, margin, lane: between, lanes, turn, turns, last, corner }, places, needs) {
  const arrows = Object.entries(places).flatMap(([id, [x2, top]]) => [...needs(id)].sort((one, other) => places[one][1] - places[other][1]).map((needed, at, all) => {
    const [x, y] = places[needed];
    const lane = y + (height + down) / 2 + between * ((Math.floor((x - margin) / across) % lanes) - (lanes - 1) / 2);
    const start = [x + width, y + height / 2];
    const past = x2 - x > across ? [[x + width + corner, start[1]], [x + width + corner, lane]] : [];
    return { needed, id, start: [start, ...past], end: [x2, top + (height * (at + 1)) / (all.length + 1)] };
  }));
  const from = ({ start }) => start.at(-1)[1];
  const rises = (arrow) => from(arrow) > arrow.end[1];
  const turning = arrows.filter((arrow) => from(arrow) !== arrow.end[1])
    .sort((one, other) => rises(one) - rises(other) || (rises(one) ? from(one) - from(other) : from(other) - from(one)));
  return arrows.map((arrow) => {
    const here = turning.filter(({ end }) => end[0] === arrow.end[0]);
    const step = Math.min(turn, turns / Math.max(1, here.length - 1));
    const x = arrow.end[0] - last - step * (here.includes(arrow) ? here.length - 1 - here.indexOf(arrow) : 0);
    return { ...arrow, way: [...arrow.start, [x, from(arrow)], [x, arrow.end[1]], arrow.end] };
  });
}

function netPath(way, corner) {
  const toward = (at, other) => {
    const length = Math.abs(other[0] - at[0]) + Math.abs(other[1] - at[1]);
    const share = length ? Math.min(corner, length / 2) / length : 0;
    return [at[0] + (other[0] - at[0]) * share, at[1] + (other[1] - at[1]) * share];
  };
  const bends = way.slice(1, -1).map((at, n) => `L${toward(at, way[n])} Q${at} ${toward(at, way[n + 2])}`);
  const [x, y] = way.at(-1);
  return `M${way[0]} ${bends.join(" ")} L${x - 2},${y} M${x - 8},${y - 4} L${x - 1},${y} L${x - 8},${y + 4}`;
}

function netDrawing(picture, order, needs, longest) {
  const { parts, across, down, width, height, margin, corner } = picture;
  const columns = {};
  for (const id of order) columns[id] = Math.max(-1, ...needs(id).map((needed) => columns[needed])) + 1;
  const shown = parts.filter(({ id }) => needs(id).length || parts.some((other) => needs(other.id).includes(id)));
  const places = {};
  shown.forEach(({ id }, at) => {
    const row = shown.slice(0, at).filter((other) => columns[other.id] === columns[id]).length;
    places[id] = [margin + columns[id] * across, margin + row * down];
  });
  const arrows = netWays(picture, places, needs).map(({ needed, id, way }) => {
    const on = longest.includes(id) && longest.includes(needed);
    return shape("path", { class: on ? "course-net-arrow course-on" : "course-net-arrow", d: netPath(way, corner) });
  });
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
