// A line with a box to tick on each point. The points are one stop of the Tab key; arrows move along the line.
PICTURES.points = (field, spot) => {
  const { head, svg, foot, points, labels } = field.picture;
  const html = (text, name) => {
    const node = element("div", { class: name });
    node.innerHTML = text;
    return node;
  };
  const said = element("p", { class: "course-note", role: "status" });
  const marked = () => points.map(({ id }) => id).filter((id) => (spot.get() ?? []).includes(id));
  const tell = () => { said.textContent = `Marked: ${marked().map((id) => labels[id]).join(", ") || "nothing yet"}.`; };
  const read = element("p", { class: "course-note course-point-says" }, "Point at a day, or move along the line with the arrow keys.");
  const width = 100 / points.length;
  const boxes = points.map(({ id, says }) => element("input", {
    type: "checkbox", "aria-label": says, checked: marked().includes(id), onfocus: () => { read.textContent = says; },
    onchange: (event) => {
      const chosen = new Set(marked());
      if (event.target.checked) chosen.add(id); else chosen.delete(id);
      spot.set(field.options.map(([one]) => one).filter((one) => chosen.has(one)));
      tell();
    },
  }));
  boxes.forEach((box, at) => {
    box.tabIndex = at ? -1 : 0;
    box.addEventListener("focus", () => boxes.forEach((one) => (one.tabIndex = one === box ? 0 : -1)));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = { Home: 0, End: boxes.length - 1 }[event.key] ?? (step && at + step);
      if (next === undefined) return;
      event.preventDefault();
      boxes[next]?.focus();
    });
  });
  const board = html(svg, "course-points");
  board.append(...points.map(({ left, top, says }, at) => element("label", {
    class: "course-point", style: `left:${left}%;top:${top}%;width:${width}%`, title: says, onmouseenter: () => { read.textContent = says; },
  }, boxes[at])));
  tell();
  return group(field, html(head, "course-figure"), board, read, said, html(foot, "course-figure"));
};
