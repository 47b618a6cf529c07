// For each part those that must be done first: a list to add one from, and a button for each that takes it out again.
// A picture may bring its own `label` of a part, and is told when an arrow `changed`.
CONTROLS.precedence = (field, spot, label = (option) => [option], changed = () => {}) => {
  const row = (option) => {
    const inner = spot.inner(option);
    const chips = element("span", { class: "course-needed" });
    const add = element("select", { "aria-label": `${option} needs first`, onchange: () => { if (add.value) put([...needs(), add.value], add); } });
    const needs = () => field.options.filter((other) => other !== option && (inner.get() ?? []).includes(other));
    const put = (ids, focused) => {
      inner.set(field.options.filter((other) => ids.includes(other)));
      draw();
      changed();
      focused.focus();
    };
    const draw = () => {
      const chosen = needs();
      chips.replaceChildren(...chosen.map((other) => element("button", {
        type: "button", "aria-label": `${option} no longer needs ${other}`, onclick: () => put(chosen.filter((each) => each !== other), add),
      }, `${other} ×`)));
      const left = field.options.filter((other) => other !== option && !chosen.includes(other));
      add.replaceChildren(element("option", { value: "" }, chosen.length ? "and…" : "nothing yet"), ...left.map((other) => element("option", { value: other }, other)));
      add.value = "";
    };
    draw();
    return element("tr", {}, element("th", { scope: "row" }, ...label(option)), element("td", {}, element("span", { class: "course-needs" }, chips, add)));
  };
  const heads = ["Part", "Needs first"].map((head) => element("th", { scope: "col" }, head));
  const table = element("div", { class: "course-grid", role: "region", "aria-label": field.ask, tabindex: "-1" },
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...field.options.map(row))));
  return field.view ? table : group(field, table);
};
