// The queue: every move redraws the bars. An item's area is what it loses until it is done.
const QUEUE = { width: 640, left: 44, right: 88, top: 44, slot: 18, high: 3.6 };

function queueBars(order, deadlines) {
  const { width, left, right, top, slot, high } = QUEUE;
  const last = order.at(-1).end;
  const x = (week) => left + ((width - left - right) * week) / last;
  const text = (words, at, y, anchor = "start", kind = "") => shape("text", { x: at, y, "text-anchor": anchor, class: kind }, words);
  const nodes = [text(`weeks until it is done; the height is what a week costs${Object.keys(deadlines).length ? "; the line across is the last week" : ""}`, left, 12, "start", "course-queued-quiet")];
  for (const [at, kind, words] of [[left, "course-queued-waits", "dashed: it waits"], [left + 152, "course-queued-works", "solid: the crew is on it"]]) {
    nodes.push(shape("rect", { class: kind, x: at, y: 22, width: 24, height: 10 }), text(words, at + 32, 31, "start", "course-queued-quiet"));
  }
  let y = top;
  for (const { id, weeks, delay, end } of order) {
    const height = Math.max(2, high * delay);
    const room = Math.max(slot, height + 4);
    const bar = { y: y + (room - height) / 2, height };
    const middle = y + room / 2 + 4;
    const due = x(deadlines[id] ?? -1);
    const beside = due < x(end) + 48 ? Math.max(x(end), due) : x(end);
    nodes.push(text(id, left - 8, middle, "end"), text((end * delay).toFixed(1), beside + 6, middle),
      shape("rect", { class: "course-queued-waits", x: x(0), width: x(end - weeks) - x(0), ...bar }),
      shape("rect", { class: "course-queued-works", x: x(end - weeks), width: x(end) - x(end - weeks), ...bar }));
    if (deadlines[id]) nodes.push(shape("line", { class: "course-queued-due", x1: due, x2: due, y1: y, y2: y + room }));
    y += room;
  }
  nodes.push(text("0", left, y + 14, "middle", "course-queued-quiet"), text(`week ${last}`, x(last), y + 14, "middle", "course-queued-quiet"));
  return shape("svg", { viewBox: `0 0 ${width} ${y + 22}`, role: "img", "aria-label": `Weeks until each item is done: ${order.map(({ id, end }) => `${id} ${end}`).join(", ")}.` }, ...nodes);
}

PICTURES.queue = (field, spot) => {
  const { items, deadlines } = field.picture;
  const [control] = field.controls;
  const inner = spot.inner(control.id);
  const sum = element("p", { class: "course-queued-sum", role: "status" });
  const said = element("p", { class: "course-queued-said", role: "status" });
  const drawing = element("div", {});
  const more = element("details", {}, element("summary", {}, "The arithmetic"));
  const draw = () => {
    const chosen = inner.get()?.length === control.options.length ? inner.get() : control.options;
    let end = 0;
    const order = chosen.map((option) => { const item = items[option.slice(0, 3)]; end += item.weeks; return { ...item, delay: item.delay ?? 0, end }; });
    const total = order.reduce((all, item) => all + item.end * item.delay, 0);
    sum.textContent = `Waiting costs €${total.toFixed(1)}k.`;
    const places = order.map(({ id }) => id);
    const wrong = [
      ...order.filter(({ id, requires }) => places.indexOf(requires) > places.indexOf(id)).map(({ id, requires }) => `${id} begins before ${requires} is done, and needs it.`),
      ...order.filter((item) => item.end > (deadlines[item.id] ?? Infinity)).map((item) => `${item.id} is done in week ${item.end}; its last week is ${deadlines[item.id]}.`),
    ];
    said.textContent = wrong.length ? `! ${wrong.join(" ")}` : "";
    drawing.replaceChildren(queueBars(order, deadlines));
    const rows = order.map((item) => [`${item.id} ${item.title}`, String(item.end), item.delay.toFixed(1), (item.end * item.delay).toFixed(1)]);
    more.replaceChildren(more.firstChild, grid("What each item loses", ["In this order", "Done in week", "k€ a week", "Lost, k€"], [...rows, ["together", "", "", total.toFixed(1)]]));
  };
  const list = CONTROLS.order(control, { ...inner, set: (value) => { inner.set(value); draw(); } });
  draw();
  const [heads, ...rows] = field.picture.inputs;
  const line = (tag, [id, weeks, cost, note]) => element("tr", {}, element("th", tag === "th" ? { scope: "col" } : { scope: "row" }, id),
    ...[weeks, cost].map((figure) => element(tag, { class: "course-number" }, figure)), element(tag, {}, note));
  const known = element("div", { class: "course-grid", role: "region", "aria-label": "What an order is made from", tabindex: "-1" },
    element("table", { class: "course-queued-known" }, element("thead", {}, line("th", heads)), element("tbody", {}, ...rows.map((row) => line("td", row)))));
  const all = element("div", { class: "course-queued" }, known, list, sum, drawing, said, more);
  if (!field.picture.fold) return group(field, all);
  const fold = element("details", { class: "course-queued-fold" }, element("summary", {}, field.picture.fold), all);
  fold.open = Boolean(inner.get());
  return group(field, fold);
};
