// A sketch of a system: each row is a call, made of lists to choose from. The picture beside them follows each choice, and says
// nothing of whether it holds: that is for Check.
const SKETCH_LABELS = { caller: "From", callee: "To", act: "What for", way: "How", key: "Key", silence: "If no answer comes", store: "Written down" };
const SKETCH_FIRST = 1;

CONTROLS.sketch = (field, spot) => {
  const { lists, silences, most, measures } = field;
  const list = element("ol", { class: "course-sketch-rows" });
  const said = element("span", { class: "course-sr", role: "status" });
  const picture = element("div", { class: "course-sketch-picture" });
  const answer = spot.get();
  let rows = (Array.isArray(answer) ? answer : []).slice(0, most).map((row) => ({ ...row }));
  while (rows.length < SKETCH_FIRST) rows.push({});
  const names = (part) => Object.fromEntries(lists[part]);
  const choices = (row, part) => (part === "silence" ? silences[row.way] ?? [] : lists[part]);
  const save = () => { spot.set(rows.map((row) => ({ ...row }))); paint(); };

  const box = (row, at, part) => {
    const offered = choices(row, part);
    const open = part === "key" ? "…" : part === "silence" && !row.way ? "Choose “How” first" : "Choose…";
    const node = element("select", {
      "aria-label": `Row ${at + 1}, ${SKETCH_LABELS[part]}`, class: `course-sketch-choice-${part}`,
      onchange: () => {
        row[part] = node.value;
        if (part === "way") {
          const known = choices(row, "silence");
          if (!known.some(([value]) => value === row.silence)) row.silence = known.length === 1 ? known[0][0] : "";
          const next = node.closest("li").querySelector(".course-sketch-choice-silence").closest("label");
          next.replaceWith(labelledBox(row, at, "silence"));
        }
        save();
      },
    }, element("option", { value: "" }, open), ...offered.map(([value, words]) => element("option", { value }, words)));
    node.value = offered.some(([value]) => value === row[part]) ? row[part] : "";
    return node;
  };
  const labelledBox = (row, at, part) => element("label", { class: `course-sketch-${part}` }, SKETCH_LABELS[part], box(row, at, part));

  const focusRow = (at, name) => {
    const line = list.children[Math.min(at, list.children.length - 1)];
    (line?.querySelector(`.course-sketch-${name}:not(:disabled)`) ?? line?.querySelector(".course-sketch-moves button:not(:disabled)"))?.focus();
  };
  const move = (from, to, name) => {
    rows.splice(to, 0, ...rows.splice(from, 1));
    save();
    draw();
    said.textContent = `Row ${from + 1} is now row ${to + 1}.`;
    focusRow(to, name);
  };
  const remove = (at) => {
    rows.splice(at, 1);
    if (!rows.length) rows.push({});
    save();
    draw();
    said.textContent = `Row ${at + 1} is gone.`;
    focusRow(at, "remove");
  };
  const button = (name, label, text, onclick, disabled = false) => element("button", { type: "button", class: `course-sketch-${name}`, "aria-label": label, onclick, disabled }, text);
  const draw = () => {
    list.replaceChildren(...rows.map((row, at) => element("li", { class: "course-sketch-row" },
      element("strong", {}, String(at + 1)),
      element("div", { class: "course-sketch-parts" }, ...Object.keys(SKETCH_LABELS).map((part) => labelledBox(row, at, part))),
      element("div", { class: "course-sketch-moves" },
        button("up", `Move row ${at + 1} up`, "↑", () => move(at, at - 1, "up"), at === 0),
        button("down", `Move row ${at + 1} down`, "↓", () => move(at, at + 1, "down"), at === rows.length - 1),
        button("remove", `Remove row ${at + 1}`, "×", () => remove(at))))));
    more.disabled = copy.disabled = rows.length >= most;
  };
  const more = button("more", "Add a row", "Add a row", () => {
    rows.push({});
    draw();
    list.lastChild.querySelector("select").focus();
  });

  const copy = button("copy", "Copy the last row", "Copy the last row", () => {
    rows.push({ ...rows[rows.length - 1] });
    save();
    draw();
    said.textContent = `Row ${rows.length} is a copy of row ${rows.length - 1}.`;
    list.lastChild.querySelector("select").focus();
  });

  // Where the page is narrow, the boxes move together and the words keep their size.
  let lane = measures.lane;
  let lanes = {};
  const fit = () => {
    const room = ((picture.clientWidth || Infinity) - 2 * measures.edge) / lists.callee.length;
    lane = Math.max(measures.least, Math.min(measures.lane, Math.floor(room)));
    lanes = Object.fromEntries(lists.callee.map(([name], at) => [name, measures.edge + lane * (at + 0.5)]));
  };
  const line = (x1, y1, x2, y2, name) => shape("line", { x1, y1, x2, y2, class: `course-sketch-${name}` });
  const words = (x, y, text, anchor, name) => shape("text", { x, y, "text-anchor": anchor, class: `course-sketch-${name}` }, text);
  const carrier = (way, x, y) => {
    if (way === "queue") return [-5, 0, 5].map((by) => line(x + by, y - 6, x + by, y + 6, "queue"));
    if (way !== "log") return [];
    return [shape("rect", { x: x - 7, y: y - 8, width: 14, height: 16, class: "course-sketch-page" }), ...[-4, 0, 4].map((by) => line(x - 4, y + by, x + 4, y + by, "queue"))];
  };
  const written = (row, x, sign, y) => {
    const [when, store] = (row.store ?? "").split(":");
    if (!store) return [];
    const at = when === "before" ? y - 13 : y + 14;
    const drum = `M${x - 6},${at - 5} v10 a6,2.5 0 0 0 12,0 v-10 a6,2.5 0 0 0 -12,0 a6,2.5 0 0 0 12,0`;
    return [shape("path", { d: drum, class: "course-sketch-drum" }), words(x - 10 * sign, at + 4, store, sign > 0 ? "end" : "start", "words")];
  };
  const call = (row, at) => {
    const [start, end] = [lanes[row.caller], lanes[row.callee]];
    if (start === undefined || end === undefined || start === end) return [];
    const [y, sign] = [measures.top + measures.step * (at + 0.5), end > start ? 1 : -1];
    const text = [`${at + 1} ${names("act")[row.act] ?? ""}`.trim(), row.key === "key" ? "key" : ""].filter(Boolean).join(" · ");
    const arrow = line(start, y, end - 6 * sign, y, "arrow");
    arrow.classList.add(`course-sketch-${row.way || "open"}`);
    return [arrow, shape("path", { d: `M${end - 9 * sign},${y - 5} L${end},${y} L${end - 9 * sign},${y + 5}`, class: "course-sketch-head" }),
      ...(row.way === "waits" ? [line(end, y + 7, start, y + 7, "back")] : []),
      ...carrier(row.way, end - 26 * sign, y), words(start + 12 * sign, y - 12, text, sign > 0 ? "start" : "end", "words"), ...written(row, start, sign, y)];
  };
  const told = () => rows.map((row, at) => `${at + 1}: ${names("callee")[row.caller] ?? "?"} → ${names("callee")[row.callee] ?? "?"}: ${names("act")[row.act] ?? "?"}`).join("; ");
  const paint = () => {
    fit();
    const [width, foot] = [2 * measures.edge + lane * lists.callee.length, measures.top + measures.step * rows.length + 8];
    const [across, down] = [lane - measures.between, measures.head];
    const boxes = lists.callee.flatMap(([name, title]) => [line(lanes[name], 8 + down, lanes[name], foot, "life"),
      shape("rect", { x: lanes[name] - across / 2, y: 8, width: across, height: down, rx: 6, class: "course-sketch-box" }), words(lanes[name], 27, title, "middle", "name")]);
    list.style.setProperty("--course-sketch-height", `min(${foot + 24}px, 46vh)`); // what is focused is never behind the picture
    picture.replaceChildren(shape("svg", { viewBox: `0 0 ${width} ${foot + 8}`, width, height: foot + 8, role: "img", "aria-label": `${lists.callee.length} boxes. ${told()}.` }, ...boxes, ...rows.flatMap(call)));
  };
  draw();
  paint();
  new ResizeObserver(() => { const before = lane; fit(); if (lane !== before) paint(); }).observe(picture);
  const signs = [["dashed line back", "the answer that the caller waits for"], ["bars", "a queue"], ...(silences.log ? [["page", "the kept log"]] : []), ["dotted arrow", "sent, and forgotten"], ["drum", "written down, above the arrow before it is sent, below it after the answer"]];
  const legend = signs.filter(([sign]) => sign !== "dotted arrow" || silences.forgets).map(([sign, means]) => `${sign}: ${means}`).join(" · ");
  return group(field, element("div", { class: "course-sketch" },
    element("p", { class: "course-note" }, "One row per call. A box that is called does its own rows from top to bottom, and answers once they are done."),
    element("div", { class: "course-sketch-work" },
      element("div", { class: "course-sketch-edit" }, list, element("div", { class: "course-line" }, more, copy), said),
      element("div", { class: "course-sketch-side" }, picture)),
    element("p", { class: "course-note" }, `Picture: ${legend}.`)));
};
