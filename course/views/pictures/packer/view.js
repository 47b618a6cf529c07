// The packer: each tick fills the bars. Where the item that was ticked last does not fit, it says what would have to leave for it.
const PACK = { width: 640, left: 4, top: 20, row: 56, bar: 24 };

function packSum(items, name) {
  return items.reduce((sum, item) => sum + item[name], 0);
}

// What a plan brings: an item without what it needs brings nothing.
function packWorth(items) {
  const ids = items.map((item) => item.id);
  return packSum(items.filter((item) => !item.requires || ids.includes(item.requires)), "value");
}

function packNames(items) {
  const ids = items.map((item) => item.id);
  return ids.length > 1 ? `${ids.slice(0, -1).join(", ")} and ${ids.at(-1)}` : ids.join("");
}

// What has to leave a plan for a new item at the least loss: the twin of `makes_room` in course/grade/models/backlog/packing.py.
function packLeaving(held, added, limits) {
  let kept = null;
  for (let part = 0; part < 1 << held.length; part += 1) {
    const staying = held.filter((_, at) => part & (1 << at));
    const plan = [...staying, added];
    const ids = plan.map((item) => item.id);
    const fits = packSum(plan, "weeks") <= limits.weeks && packSum(plan, "budget") <= limits.budget
      && held.every((item) => !item.mandatory || staying.includes(item)) && plan.every((item) => !item.requires || ids.includes(item.requires));
    if (fits && (!kept || packSum(staying, "value") > packSum(kept, "value"))) kept = staying;
  }
  return kept && held.filter((item) => !kept.includes(item));
}

function packBar(y, label, limit, parts) {
  const { width, left, bar } = PACK;
  const total = parts.reduce((sum, [, size]) => sum + size, 0);
  const x = (value) => left + ((width - 2 * left) * value) / Math.max(total, limit * 1.15);
  const nodes = [shape("text", { x: left, y: y - 6 }, label), shape("rect", { class: "course-pack-room", x: x(0), y, width: x(limit) - x(0), height: bar })];
  let at = 0;
  for (const [id, size] of parts) {
    const wide = x(at + size) - x(at);
    nodes.push(shape("rect", { class: at + size > limit ? "course-pack-over" : "course-pack-held", x: x(at), y, width: wide, height: bar }));
    if (wide >= 26) nodes.push(shape("text", { x: x(at) + wide / 2, y: y + 16, "text-anchor": "middle" }, id));
    at += size;
  }
  return [...nodes, shape("line", { class: "course-pack-limit", x1: x(limit), x2: x(limit), y1: y - 4, y2: y + bar + 4 })];
}

PICTURES.packer = (field, spot) => {
  const { items, weeks, budget } = field.picture;
  const inner = spot.inner(field.controls[0].id);
  const chosen = () => items.filter((item) => (inner.get() ?? []).includes(item.id));
  const drawing = element("div", {});
  const sum = element("p", { class: "course-pack-sum" });
  const said = element("p", { class: "course-pack-said", role: "status" });
  const boxes = new Map();

  // The item that was ticked last comes last, so that what is over the limit begins with it.
  const bars = (chosenItems, last) => {
    const plan = [...chosenItems.filter((item) => item !== last), ...chosenItems.filter((item) => item === last)];
    const [w, b] = [packSum(plan, "weeks"), packSum(plan, "budget")];
    const over = (total, limit, words, sign = "") => (total > limit ? `, ${sign}${total - limit}${words}` : "");
    sum.textContent = `Value €${packWorth(plan)}k · ${w} of ${weeks} weeks · €${b}k of €${budget}k`;
    const label = `Effort: ${w} of ${weeks} weeks. Budget: €${b}k of €${budget}k.`;
    drawing.replaceChildren(shape("svg", { viewBox: `0 0 ${PACK.width} ${PACK.top + 2 * PACK.row - 12}`, role: "img", "aria-label": label },
      ...packBar(PACK.top, `Effort: ${w} of ${weeks} weeks${over(w, weeks, " too many")}`, weeks, plan.map((item) => [item.id, item.weeks])),
      ...packBar(PACK.top + PACK.row, `Budget: €${b}k of €${budget}k${over(b, budget, "k too much", "€")}`, budget, plan.map((item) => [item.id, item.budget]))));
  };

  // Two sentences at most: what the last tick did, and what is still missing.
  const tell = (plan, last) => {
    const ids = plan.map((item) => item.id);
    const [w, b] = [packSum(plan, "weeks"), packSum(plan, "budget")];
    const alone = plan.find((item) => item.requires && !ids.includes(item.requires));
    const missing = items.filter((item) => item.mandatory && !ids.includes(item.id));
    const words = [];
    if (w > weeks || b > budget) {
      const held = plan.filter((item) => item !== last);
      const heldFits = packSum(held, "weeks") <= weeks && packSum(held, "budget") <= budget;
      const leaving = last && ids.includes(last.id) && heldFits ? packLeaving(held, last, { weeks, budget }) : null;
      const sizes = [w > weeks ? `${w - weeks} week${w - weeks > 1 ? "s" : ""} too many` : "", b > budget ? `€${b - budget}k too much` : ""].filter(Boolean).join(" and ");
      words.push(`! ${sizes}.`);
      if (leaving?.length) words.push(`${last.id} brings €${last.value}k and displaces ${packNames(leaving)}, €${packSum(leaving, "value")}k.`);
      else if (last && ids.includes(last.id) && heldFits) words.push(`${last.id} cannot have room beside what must stay.`);
    } else if (last && ids.includes(last.id)) {
      words.push(`${last.id} fits: ${weeks - w} week${weeks - w === 1 ? "" : "s"} and €${budget - b}k are left.`);
    } else if (plan.length) words.push(`${weeks - w} week${weeks - w === 1 ? "" : "s"} and €${budget - b}k are left.`);
    else words.push("Tick what goes into the plan. The bars fill as you do.");
    if (alone) words.push(`${alone.id} needs ${alone.requires}, which is not in: so far it counts nothing.`);
    else if (plan.length && missing.length) words.push(`Still to come, because ${missing.length > 1 ? "they" : "it"} must be in: ${packNames(missing)}.`);
    said.textContent = words.join(" ");
  };

  const refresh = (last) => { const plan = chosen(); bars(plan, last); tell(plan, last); };
  const toggle = (item, on) => {
    const ids = new Set(inner.get() ?? []);
    if (on) ids.add(item.id); else ids.delete(item.id);
    inner.set(items.map(({ id }) => id).filter((id) => ids.has(id)));
    refresh(item);
  };
  const number = (tag, text, attributes = {}) => element(tag, { class: "course-number", ...attributes }, text);
  const row = (item) => {
    const box = element("input", { type: "checkbox", checked: chosen().includes(item), onchange: (event) => toggle(item, event.target.checked) });
    boxes.set(item.id, box);
    const about = [item.note, item.requires ? `needs ${item.requires}` : ""].filter(Boolean).join(", ");
    return element("tr", {}, element("th", { scope: "row" }, element("label", { class: "course-option" }, box, element("span", {}, `${item.id} ${item.title}`))),
      number("td", item.value), number("td", item.weeks), number("td", item.budget), element("td", {}, about));
  };
  const heads = ["Value (k€)", "Weeks", "Budget (k€)"].map((head) => number("th", head, { scope: "col" }));
  const table = element("div", { class: "course-grid", role: "region", "aria-label": field.ask, tabindex: "-1" }, element("table", {},
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Item"), ...heads, element("th", { scope: "col" }, "Note"))), element("tbody", {}, ...items.map(row))));
  const reset = element("button", { type: "button", onclick: () => { boxes.forEach((box) => { box.checked = false; }); inner.set([]); refresh(); boxes.get(items[0].id).focus(); } }, "Empty the plan");
  refresh();
  return group(field, element("div", { class: "course-pack" }, element("div", { class: "course-pack-top" }, sum, drawing, said), table, reset));
};
