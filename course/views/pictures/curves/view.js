// Products on their curves: one card for each row of the table, with a list to choose from for each column.
PICTURES.curves = (field, spot) => {
  const html = (text) => {
    const node = element("div", {});
    node.innerHTML = text;
    return node;
  };
  const card = (name) => {
    const { svg, unit: what, facts, figures } = field.picture.products[name];
    const choices = field.columns.map((column) =>
      element("label", {}, column.ask, CELLS[column.kind](column, spot.inner(name, column.id), { "aria-label": `${name}, ${column.ask}` })));
    return element("li", { class: "course-curve" }, element("h4", {}, `${name} `, element("span", {}, what)),
      element("div", {}, html(svg), html(figures)),
      element("div", {}, element("ul", {}, ...facts.map((fact) => element("li", {}, fact))), element("div", { class: "course-curve-choices" }, ...choices)));
  };
  return group(field, element("ul", { class: "course-curves" }, ...field.rows.map(card)));
};
