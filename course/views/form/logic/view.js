// A line of lists for each rule: its inputs and its outcome.
CONTROLS.logic = (field, spot) => {
  const names = Object.keys(field.inputs);
  const lines = () => Array.from({ length: field.rules }, (_, at) => (spot.get() ?? [])[at] ?? { when: {}, then: "" });
  const setter = (at, change) => ({
    get: () => change.get(lines()[at]),
    set: (value) => spot.set(lines().map((line, index) => (index === at ? change.put(line, value) : line))),
  });
  const when = (name) => ({ get: (line) => line.when?.[name], put: (line, value) => ({ ...line, when: { ...line.when, [name]: value } }) });
  const then = { get: (line) => line.then, put: (line, value) => ({ ...line, then: value }) };
  const rows = lines().map((_, at) => [
    `Rule ${at + 1}`,
    ...names.map((name) => select(setter(at, when(name)), field.inputs[name], { "aria-label": `Rule ${at + 1}, if ${name} is` }, "any")),
    select(setter(at, then), field.outcomes, { "aria-label": `Rule ${at + 1}, then` }, "—"),
  ]);
  return group(field, grid(field.ask, ["", ...names.map((name) => `If ${name} is`), "then"], rows));
};
