// In each cell that is asked, the control of its column.
CONTROLS.table = (field, spot) => {
  const head = field.columns.map((column) => (column.unit ? `${column.ask} (${column.unit})` : column.ask));
  const cell = (row, column, label) => {
    if (!field.asked[row].includes(column.id)) return element("span", { class: "course-unit" }, "·");
    return CELLS[column.kind](column, spot.inner(row, column.id), { "aria-label": `${row}, ${label}` });
  };
  const rows = field.rows.map((row) => [row, ...field.columns.map((column, at) => cell(row, column, head[at]))]);
  return group(field, grid(field.ask, ["", ...head], rows));
};
