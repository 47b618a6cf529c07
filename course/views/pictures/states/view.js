// A state machine: the table of transitions as for every table, and above it a graph that follows each choice.
PICTURES.states = (field, spot) => {
  const SVG = "http://www.w3.org/2000/svg";
  const { places, numbers, size, box, bend } = field.picture;
  const asks = Object.fromEntries(field.columns.map((column) => [column.id, column.ask]));
  const said = element("span", { class: "course-sr", role: "status" });
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
  picture.setAttribute("role", "img");

  const draw = (tag, attributes, text = "") => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.textContent = text;
    picture.append(node);
  };
  const moves = () => {
    const found = new Map();
    for (const state of field.rows) {
      for (const [event, number] of Object.entries(numbers)) {
        const end = spot.get()?.[state]?.[event];
        if (!field.rows.includes(end)) continue;
        const way = `${state}\n${end}`;
        found.set(way, [...(found.get(way) ?? []), number]);
      }
    }
    return found;
  };
  const edge = ([x, y], toward) => {
    const [across, down] = [toward[0] - x, toward[1] - y];
    const share = Math.min(box[0] / 2 / (Math.abs(across) || 1e-9), box[1] / 2 / (Math.abs(down) || 1e-9));
    return [x + across * share, y + down * share];
  };
  const arrow = (start, end, label) => {
    const [across, down] = [end[0] - start[0], end[1] - start[1]];
    const length = Math.hypot(across, down);
    const middle = [(start[0] + end[0]) / 2 - (2 * bend * down) / length, (start[1] + end[1]) / 2 + (2 * bend * across) / length];
    const [one, two] = [edge(start, middle), edge(end, middle)];
    const turn = Math.hypot(two[0] - middle[0], two[1] - middle[1]);
    const ahead = [((two[0] - middle[0]) / turn) * 10, ((two[1] - middle[1]) / turn) * 10];
    const back = [two[0] - ahead[0], two[1] - ahead[1]];
    const points = [two, [back[0] - ahead[1] / 2, back[1] + ahead[0] / 2], [back[0] + ahead[1] / 2, back[1] - ahead[0] / 2]];
    draw("path", { d: `M${one} Q${middle} ${two}` });
    draw("polygon", { points: points.map((point) => point.join(",")).join(" ") });
    const at = [0, 1].map((axis) => (one[axis] + 2 * middle[axis] + two[axis]) / 4);
    draw("text", { x: at[0], y: at[1] + 5, class: "course-states-number" }, label);
  };
  const redraw = () => {
    picture.replaceChildren();
    const found = moves();
    const words = [];
    for (const [way, events] of found) {
      const [start, end] = way.split("\n");
      words.push(`${start} to ${end} on ${events.join(", ")}`);
      if (start !== end) arrow(places[start], places[end], events.join(", "));
    }
    for (const state of field.rows) {
      const [x, y] = places[state];
      const stays = found.get(`${state}\n${state}`);
      const kind = `course-states-box${state === field.start ? " course-states-start" : ""}`;
      draw("rect", { class: kind, x: x - box[0] / 2, y: y - box[1] / 2, width: box[0], height: box[1], rx: 6 });
      draw("text", { x, y: stays ? y - 2 : y + 5 }, state);
      draw("text", { x, y: y + 17, class: "course-states-small" }, stays ? `stays on ${stays.join(", ")}` : "");
    }
    picture.setAttribute("aria-label", `State machine that starts in ${field.start}. ${words.join("; ") || "No arrows yet"}.`);
  };
  const legend = element("p", { class: "course-note" });
  for (const [event, number] of Object.entries(numbers)) legend.append(number > 1 ? " · " : "", element("strong", {}, String(number)), ` ${asks[event]}`);

  const node = CONTROLS.table(field, spot);
  node.classList.add("course-states");
  node.querySelector(".course-grid").before(picture, legend);
  node.append(said);
  node.addEventListener("change", (event) => {
    redraw();
    said.textContent = `${event.target.getAttribute("aria-label")}: ${event.target.value || "open"}.`;
  });
  redraw();
  return node;
};
