// Pull requests to decide on: the diff of each, and under it a list for each column of the table.
PICTURES.pull_requests = (field, spot) => group(field, element("div", { class: "course-requests" },
  ...field.rows.map((row) => {
    const shown = field.picture[row];
    const lists = field.columns.map((column) =>
      element("label", {}, column.ask, select(spot.inner(row, column.id), column.options, { "aria-label": `${row}, ${column.ask}` })));
    return element("section", { class: "course-diff", "aria-label": shown.title },
      ...diffHead(shown), ...diffFiles(shown.files), element("div", { class: "course-request-lists" }, ...lists));
  })));
