"""A small spreadsheet in a form: what is in it, what it comes to with other inputs, and why a cell is not right."""
