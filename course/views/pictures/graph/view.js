// A graph whose nodes are boxes to tick; the arrows behind them are a picture, named by its title and told in the list.
PICTURES.graph = (field, spot) => {
  const { title, width, height, boxes, lines } = field.picture;
  const svg = (tag, attributes, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const arrow = ([x1, y1, x2, y2]) => {
    const turn = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    return svg("g", {},
      svg("line", { x1, y1, x2, y2 }),
      svg("path", { d: "M-8,-4 L0,0 L-8,4", transform: `translate(${x2} ${y2}) rotate(${turn})` }));
  };
  const said = element("p", { class: "course-note", role: "status" });
  const tell = () => { said.textContent = `Chosen: ${(spot.get() ?? []).join(", ") || "nothing yet"}.`; };
  const toggle = (name, on) => {
    const chosen = new Set(spot.get() ?? []);
    if (on) chosen.add(name); else chosen.delete(name);
    spot.set(field.options.filter((one) => chosen.has(one)));
    tell();
  };
  const place = ({ x, y, width: across, height: down }) => `left:${x}px;top:${y}px;width:${across}px;height:${down}px`;
  const words = (box) => [element("strong", {}, box.name), element("span", { class: "course-node-says" }, box.says)];
  const nodes = boxes.map((box) => {
    if (box.fixed) return element("div", { class: "course-node course-node-fixed", style: place(box) }, ...words(box));
    const tickBox = element("input", {
      type: "checkbox", checked: (spot.get() ?? []).includes(box.name), "aria-label": `${box.name}: ${box.says}`,
      onchange: (event) => toggle(box.name, event.target.checked),
    });
    return element("label", { class: "course-node", style: place(box) }, tickBox, ...words(box));
  });
  tell();
  const picture = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title }, ...lines.map(arrow));
  const board = element("div", { class: "course-graph-board", style: `width:${width}px;height:${height}px` }, picture, ...nodes);
  return group(field, element("p", { class: "course-note" }, `${title}.`), element("div", { class: "course-graph" }, board), said);
};
