// A small spreadsheet. What is computed comes back from Python as notes, one for each cell. Arrow keys up and down and Enter go
// from box to box; what is copied from a spreadsheet is spread over the boxes to the right and below. The bar above shows the
// whole formula of the box that was chosen last, and can be typed into as well.
const MANY_COLUMNS = 5;
CONTROLS.sheet = (field, spot) => {
  const boxes = new Map();
  const order = [];
  const column = (at) => at.replace(/\d+/, "");
  const go = (at, step) => {
    const line = order.filter((other) => column(other) === column(at));
    const next = line[line.indexOf(at) + step] ?? (step > 0 ? order[order.indexOf(at) + 1] : undefined);
    if (next) { boxes.get(next).closest("details")?.setAttribute("open", ""); boxes.get(next).focus(); }
  };
  const keys = (event, at) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? 0 : 1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(at, step);
  };
  const put = (at, text) => { boxes.get(at).value = text; spot.inner(at).set(text); };
  let chosen = "";
  const said = element("label", { for: unique() }, "Formula of the cell that you choose");
  const bar = element("input", {
    type: "text", id: said.htmlFor, class: "course-sheet-formula", autocomplete: "off", autocapitalize: "off", spellcheck: "false", readOnly: true,
    placeholder: "Choose a cell to fill in: its whole formula is shown here",
    oninput: () => put(chosen, bar.value),
    onkeydown: (event) => { if (["Enter", "Escape"].includes(event.key) && chosen) { event.preventDefault(); boxes.get(chosen).focus(); } },
  });
  const choose = (at, label) => {
    chosen = at;
    said.textContent = `Formula of ${at}, ${label}`;
    bar.readOnly = false;
    bar.value = boxes.get(at).value;
    for (const [other, node] of boxes) node.closest("td")?.classList.toggle("course-sheet-chosen", other === at);
  };
  const paste = (event, at) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const block = text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    if (block.length === 1 && block[0].length === 1) return;
    event.preventDefault();
    const [row, first] = [Number(at.match(/\d+/)[0]), field.letters.indexOf(column(at))];
    block.forEach((line, down) => line.forEach((content, right) => {
      const target = `${field.letters[first + right]}${row + down}`;
      if (boxes.has(target)) put(target, content.trim());
    }));
  };
  const box = (at, label, className, given) => {
    const node = element("input", {
      type: "text", class: className, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": `${at}, ${label}`,
      oninput: () => spot.inner(at).set(node.value === given ? null : node.value), onkeydown: (event) => keys(event, at), onpaste: (event) => paste(event, at),
    });
    node.value = spot.get()?.[at] || given;
    boxes.set(at, node);
    order.push(at);
    return node;
  };
  const filled = (cell) => {
    if (cell.ask !== undefined) {
      const note = spot.inner(cell.at).note();
      const node = box(cell.at, cell.ask, "course-sheet-box", "");
      const sign = element("span", { class: "course-sheet-sign", id: unique(), hidden: true }, "✗ not right yet");
      node.setAttribute("aria-describedby", `${note.id} ${sign.id}`);
      node.addEventListener("focus", () => choose(cell.at, cell.ask));
      node.addEventListener("input", () => { bar.value = node.value; });
      spot.inner(cell.at).marked((isWrong) => {
        sign.hidden = !isWrong;
        if (isWrong) node.setAttribute("aria-invalid", "true");
        else node.removeAttribute("aria-invalid");
      });
      return ["course-sheet-asked", node, note, sign];
    }
    if (cell.input !== undefined) {
      const node = box(cell.at, `${cell.name}, given as ${cell.input}`, "course-sheet-input course-digits", cell.input);
      const mark = () => node.classList.toggle("course-sheet-tried", node.value !== cell.input);
      node.addEventListener("input", mark);
      mark();
      const note = spot.inner(cell.at).note();
      node.setAttribute("aria-describedby", note.id);
      return ["course-sheet-number", node, note];
    }
    if (cell.live) return ["course-sheet-number", spot.inner(cell.at).note()];
    if (cell.text.startsWith("# ")) return ["course-sheet-head", element("strong", {}, cell.text.slice(2))];
    return [/^[−-]?[\d,.]+%?$/.test(cell.text) ? "course-sheet-number" : "course-sheet-text", element("span", {}, ...prose(cell.text))];
  };
  const line = ({ row, cells }) => element("tr", {}, element("th", { scope: "row" }, String(row)),
    ...cells.map((cell) => { const [className, ...nodes] = filled(cell); return element("td", { class: className }, ...nodes); }));
  const table = (lines, label, hasHead) => element("table", { class: "course-sheet" },
    element("caption", { class: "course-sr" }, label),
    element("colgroup", {}, element("col", { class: "course-sheet-edge" }), ...field.letters.map((_, at) => element("col", { class: at ? "" : field.letters.length > MANY_COLUMNS ? "course-sheet-label" : "course-sheet-first" }))),
    ...(hasHead ? [element("thead", {}, element("tr", {}, element("td", {}), ...field.letters.map((letter) => element("th", { scope: "col" }, letter))))] : []),
    element("tbody", {}, ...lines.map(line)));
  const blocks = field.blocks.map(({ fold, lines }, at) => (fold
    ? element("details", {}, element("summary", {}, fold), table(lines, fold, false))
    : table(lines, field.ask, at === 0)));
  const given = field.blocks.flatMap(({ lines }) => lines.flatMap(({ cells }) => cells.filter((cell) => cell.input !== undefined)));
  const reset = element("button", { type: "button", class: "course-sheet-reset", onclick: () => given.forEach((cell) => {
    const node = boxes.get(cell.at);
    node.value = cell.input;
    node.classList.remove("course-sheet-tried");
    spot.inner(cell.at).set(null);
  }) }, "Given inputs again");
  return group(field, element("div", { class: "course-sheet-bar" }, said, bar), element("div", { class: "course-sheet-frame" }, ...blocks), ...(given.length ? [element("div", { class: "course-line" }, reset,
    element("span", { class: "course-unit" }, "Try other inputs as you like. Check does not use yours: it puts in the given ones, and then others of its own."))] : []));
};
