const LONG_OPTION = 32;

// In each cell that is asked, the control of its column.
CONTROLS.table = (field, spot) => {
  const head = field.columns.map((column) => (column.unit ? `${column.ask} (${column.unit})` : column.ask));
  const cell = (row, column, label) => {
    if (!field.asked[row].includes(column.id)) return element("span", { class: "course-unit" }, "·");
    const inner = spot.inner(row, column.id);
    const attributes = { "aria-label": `${row}, ${label}` };
    if (!column.options?.some((option) => option.length > LONG_OPTION)) return CELLS[column.kind](column, inner, attributes);
    // A closed list cuts long options off: what is chosen is repeated below it, whole.
    const chosen = element("small", { class: "course-understood", "aria-hidden": "true" });
    const show = (value) => { chosen.textContent = value ?? ""; };
    show(inner.get());
    return [CELLS[column.kind](column, { ...inner, set: (value) => { inner.set(value); show(value); } }, attributes), chosen];
  };
  const rows = field.rows.map((row) => [row, ...field.columns.map((column, at) => cell(row, column, head[at]))]);
  return group(field, grid(field.ask, ["", ...head], rows));
};
