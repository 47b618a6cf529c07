// Cards to sort: one radio group for each item, its classes in a row.
PICTURES.sort = (field, spot) => {
  const placed = element("p", { class: "course-note", role: "status" });
  const count = () => field.items.filter((item) => field.classes.includes(spot.inner(item).get())).length;
  const tell = () => { placed.textContent = `${count()} of ${field.items.length} placed`; };
  const card = (item) => {
    const [id, inner] = [unique(), spot.inner(item)];
    const ticks = field.classes.map((name) =>
      tick("radio", id, name, prose(name), inner.get() === name, () => { inner.set(name); tell(); }));
    return element("li", {}, element("fieldset", { class: "course-card" },
      element("legend", {}, ...prose(item)), element("div", { class: "course-pills" }, ...ticks)));
  };
  tell();
  return group(field, placed, element("ol", { class: "course-sort" }, ...field.items.map(card)));
};
