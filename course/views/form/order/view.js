// An order is changed by buttons or by typing a position; the moved item keeps the focus.
CONTROLS.order = (field, spot) => {
  const list = element("ol", { class: "course-order" });
  const said = element("span", { class: "course-sr", role: "status" });
  let items = spot.get()?.length === field.options.length ? [...spot.get()] : [...field.options];
  const move = (from, to, control) => {
    const target = Math.max(0, Math.min(items.length - 1, to));
    const [item] = items.splice(from, 1);
    items.splice(target, 0, item);
    spot.set([...items]);
    draw();
    said.textContent = `${item} is now ${target + 1} of ${items.length}.`;
    const line = list.children[target];
    (line.querySelector(`.${control}:not(:disabled)`) ?? line.querySelector("button:not(:disabled)")).focus();
  };
  const draw = () => list.replaceChildren(...items.map((item, at) => {
    const position = element("input", {
      type: "text", inputmode: "numeric", class: "course-position", "aria-label": `Position of ${item}`,
      onchange: () => {
        const to = parseInt(position.value, 10);
        if (isNaN(to)) position.value = at + 1;
        // The browser says "change" once more when the box leaves the page, and another item is at its place by then.
        else if (!position.dataset.moved) { position.dataset.moved = "yes"; move(at, to - 1, "course-position"); }
      },
      onkeydown: (event) => { if (event.key === "Enter") position.dispatchEvent(new Event("change")); },
    });
    position.value = at + 1;
    const arrow = (name, sign, to) => element("button", {
      type: "button", class: `course-${name}`, "aria-label": `Move ${item} ${name}`, disabled: to < 0 || to >= items.length,
      onclick: () => move(at, to, `course-${name}`),
    }, sign);
    return element("li", {}, position, element("span", { class: "course-item" }, ...prose(item)), arrow("up", "↑", at - 1), arrow("down", "↓", at + 1));
  }));
  draw();
  const help = element("p", { class: "course-note" }, "Move with the arrows, or type a position and press Enter.");
  return group(field, help, list, said);
};
