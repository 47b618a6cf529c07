// A page that is composed of tiles. One tile is open in the editor; the page below follows each change. What a tile shows comes
// from Python as HTML, one piece for each tile, and one sentence where it shows nothing.
const BOARD_NEW = { chart: "columns", along: "month" };
const BOARD_SQL_PAUSE = 500;

CONTROLS.board = (field, spot) => {
  const { offered, lists, room, most } = field;
  const answer = spot.get();
  let tiles = (Array.isArray(answer) ? answer : []).slice(0, room).map((tile) => ({ ...tile }));
  let open = tiles.length ? -1 : 0;
  let pause = null;
  if (!tiles.length) tiles.push({ ...BOARD_NEW });
  const list = element("ol", { class: "course-board-tiles" });
  const said = element("span", { class: "course-sr", role: "status" });
  const page = element("div", { class: "course-page" });
  const save = () => {
    clearTimeout(pause);
    pause = null;
    spot.set(tiles.map((tile) => ({ ...tile })));
  };
  const saveSoon = () => { clearTimeout(pause); pause = setTimeout(save, BOARD_SQL_PAUSE); };
  const measureOf = (tile) => offered.find(({ id }) => id === tile.measure);
  const nameOf = (tile) => tile.question || measureOf(tile)?.label || "New tile";

  const choice = (tile, part, options, open_, changed = save) => {
    const box = element("select", { onchange: () => { tile[part] = box.value; changed(); } },
      ...(open_ ? [element("option", { value: "" }, open_)] : []),
      ...options.map(([value, words]) => element("option", { value }, words)));
    const known = options.some(([value]) => value === (tile[part] ?? ""));
    box.value = known || open_ ? tile[part] ?? "" : options[0][0];
    if (box.selectedIndex < 0) box.selectedIndex = 0;
    return box;
  };
  const measures = (tile, changed) => {
    const groups = [...new Set(offered.map(({ about }) => about))];
    const box = element("select", { onchange: () => { tile.measure = box.value; changed(); } }, element("option", { value: "" }, "Choose…"),
      ...groups.map((group) => element("optgroup", { label: group }, ...offered.filter(({ about }) => about === group).map(({ id, label }) => element("option", { value: id }, label)))));
    box.value = measureOf(tile) ? tile.measure : "";
    return box;
  };
  const text = (tile, part, attributes = {}, changed = save) => {
    const box = element("input", { type: "text", autocomplete: "off", ...attributes, oninput: () => { tile[part] = box.value; changed(); } });
    box.value = tile[part] ?? "";
    return box;
  };
  const entry = (words, node, name = "") => {
    node.id = unique();
    return element("div", { class: `course-board-part ${name}` }, element("label", { for: node.id }, words), node);
  };

  const query = (tile, at) => {
    const box = element("textarea", {
      rows: "6", spellcheck: "false", autocapitalize: "off", placeholder: "SELECT month, part, value …",
      oninput: () => { tile.sql = box.value; saveSoon(); }, onblur: () => { if (pause) save(); },
    });
    box.value = tile.sql ?? "";
    return element("div", { class: "course-board-query" }, entry("Your query, for this measure", box, "course-board-wide"),
      element("p", { class: "course-unit" }, "Two or three columns: the place on the axis, the part if there is one, and last the value. Name months as in Dec 2025."));
  };
  // What a measure does not allow is not offered, and falls back to what is.
  const allowed = (tile, part) => {
    const allows = measureOf(tile)?.[part];
    return lists[part].filter(([value]) => !allows || allows.includes(value));
  };
  const editor = (tile, at) => {
    const body = element("div", { class: "course-board-editor", role: "group", "aria-label": `Tile ${at + 1}` });
    const fill = (focused = "") => {
      for (const part of ["along", "split"]) {
        const values = allowed(tile, part).map(([value]) => value);
        if (!values.includes(tile[part] ?? "")) tile[part] = values.includes("month") ? "month" : values[0];
      }
      const redraw = (part) => () => { fill(part); save(); };
      const note = spot.inner(String(at)).note();
      body.replaceChildren(
        entry("Question: what can be read here?", text(tile, "question", { maxlength: "120" }, () => { save(); rename(at); }), "course-board-wide"),
        entry("Measure", measures(tile, redraw("measure")), "course-board-half"),
        entry("Where its values come from", choice(tile, "own", [["", "the course’s query"], ["own", "a query of my own"]], "", redraw("own")), "course-board-half"),
        ...(tile.own === "own" ? [query(tile, at)] : []),
        entry("Chart", choice(tile, "chart", lists.chart)),
        entry("Along the axis", choice(tile, "along", allowed(tile, "along"))),
        ...(tile.own === "own" ? [] : [ // a query of one's own says both
          entry("Days", choice(tile, "period", lists.period)),
          entry("Breakdown", choice(tile, "split", allowed(tile, "split"))),
        ]),
        entry("Value axis begins", choice(tile, "axis", lists.axis)),
        entry("Compare with", choice(tile, "compare", lists.compare.filter(([value]) => tile.own !== "own" || ["", "before"].includes(value)))),
        entry("Target, if there is one", text(tile, "target", { maxlength: "24" })),
        entry("Where the target comes from", text(tile, "target_source", { maxlength: "60" })),
        entry("Note", text(tile, "note", { maxlength: "240" }), "course-board-wide"),
        note,
      );
      if (focused) body.querySelectorAll("select")[focused === "measure" ? 0 : 1].focus();
    };
    fill();
    return body;
  };
  const rename = (at) => { list.children[at].querySelector(".course-board-name").textContent = nameOf(tiles[at]); };

  const focusOn = (at, name) => {
    const row = list.children[Math.max(0, Math.min(at, list.children.length - 1))];
    (row?.querySelector(`.course-board-${name}:not(:disabled)`) ?? row?.querySelector("button:not(.course-board-edit):not(:disabled)"))?.focus();
  };
  const move = (from, to, name) => {
    tiles.splice(to, 0, ...tiles.splice(from, 1));
    open = open === from ? to : open === to ? from : open;
    save();
    draw();
    said.textContent = `Tile ${from + 1} is now tile ${to + 1}.`;
    focusOn(to, name);
  };
  const remove = (at) => {
    tiles.splice(at, 1);
    if (!tiles.length) tiles.push({ ...BOARD_NEW });
    open = open === at ? -1 : open > at ? open - 1 : open;
    save();
    draw();
    said.textContent = `Tile ${at + 1} is gone.`;
    focusOn(at, "remove");
  };
  const button = (name, label, words, onclick, attributes = {}) => element("button", { type: "button", class: `course-board-${name}`, "aria-label": label, onclick, ...attributes }, words);
  const toggle = (at) => {
    open = open === at ? -1 : at;
    draw();
    focusOn(at, "edit");
  };
  const row = (tile, at) => element("li", { class: "course-board-tile" },
    element("div", { class: "course-board-head" },
      element("strong", {}, String(at + 1)),
      element("span", { class: "course-board-name" }, nameOf(tile)),
      button("edit", `${open === at ? "Close" : "Edit"} tile ${at + 1}`, open === at ? "Close" : "Edit", () => toggle(at), { "aria-expanded": String(open === at) }),
      button("up", `Move tile ${at + 1} up`, "↑", () => move(at, at - 1, "up"), { disabled: at === 0 }),
      button("down", `Move tile ${at + 1} down`, "↓", () => move(at, at + 1, "down"), { disabled: at === tiles.length - 1 }),
      button("remove", `Remove tile ${at + 1}`, "×", () => remove(at))),
    ...(open === at ? [editor(tile, at)] : []));
  const draw = () => {
    list.replaceChildren(...tiles.map(row));
    more.disabled = tiles.length >= room;
    count.textContent = `${tiles.length} of at most ${most}`;
  };
  const more = button("more", "Add a tile", "Add a tile", () => {
    tiles.push({ ...BOARD_NEW });
    open = tiles.length - 1;
    draw();
    list.lastChild.querySelector("input").focus();
  });
  const count = element("span", { class: "course-unit", role: "status" });

  // The file is the frame that Python made, with the tiles that are on screen.
  const file = () => field.frame.replace(field.place, () => pieces.join("").replaceAll(...field.levels));
  const download = button("file", "Save the page as an HTML file", "Save the page as a file", () => {
    const link = element("a", { href: URL.createObjectURL(new Blob([file()], { type: "text/html" })), download: `${field.title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.html` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    said.textContent = "The page is saved as a file.";
  });
  let pieces = [];
  const empty = element("p", { class: "course-unit" }, "The page is empty. Choose a measure in the first tile, and it is drawn here.");
  const show = (htmls) => {
    const filled = htmls.filter(Boolean);
    while (page.children.length > filled.length) page.lastChild.remove();
    filled.forEach((html, at) => {
      if (pieces[at] === html && page.children[at]) return;
      const opened = [...(page.children[at]?.querySelectorAll("details") ?? [])].map((node) => node.open);
      const node = element("div", {});
      node.innerHTML = html;
      node.querySelectorAll("details").forEach((each, index) => { each.open = opened[index] ?? false; });
      if (page.children[at]) page.children[at].replaceWith(node.firstElementChild);
      else page.append(node.firstElementChild);
    });
    pieces = filled;
    empty.hidden = filled.length > 0;
    download.disabled = !filled.length;
  };
  draw();
  spot.drawn(show);
  return group(field, list, element("div", { class: "course-line" }, more, count), said,
    element("style", {}, field.style),
    element("section", { class: "course-dashboard course-board-page", "aria-label": `${field.title}: the page as it is` },
      element("div", { class: "course-board-title" }, field.title), empty, page),
    element("div", { class: "course-line" }, download, element("span", { class: "course-unit" }, "It opens without a network, and prints on A4.")));
};
