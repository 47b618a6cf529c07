// Where each event leads is filled in as a table; the picture of this name draws the graph beside it.
CONTROLS.states = (field, spot) => CONTROLS.table(field, spot);
