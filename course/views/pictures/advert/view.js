// An advert: its phrases are radio buttons that stand in the running text, so arrows move from one to the next.
PICTURES.advert = (field, spot) => {
  const id = unique();
  const phrase = (text) => {
    const box = element("input", { type: "radio", name: id, value: text, checked: spot.get() === text, onchange: () => spot.set(text) });
    return element("label", { class: "course-phrase" }, box, element("span", {}, text));
  };
  const { title, company, text } = field.shows;
  const parts = field.picture?.parts ?? [[text, false]];
  return element("fieldset", { class: "course-field course-advert" },
    element("legend", {}, element("strong", {}, title), element("span", { class: "course-unit" }, ` · ${company}`),
      element("span", { class: "course-sr" }, `. ${field.ask}`)),
    element("p", {}, ...parts.map(([part, can]) => (can ? phrase(part) : part))));
};
