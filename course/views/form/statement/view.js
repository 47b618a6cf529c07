// A few sentences, with a count of their words.
CONTROLS.statement = (field, spot) => {
  const id = unique();
  const count = element("span", { class: "course-unit", id: `${id}-count` });
  const box = element("textarea", { id, class: "course-statement", rows: 4, "aria-describedby": count.id, oninput: () => { spot.set(box.value); follow(); } });
  const follow = () => {
    const words = box.value.match(/[\w€%'’.,:-]*\w[\w%]*/gu)?.length ?? 0;
    count.textContent = `${words} of at most ${field.most} words`;
  };
  box.value = spot.get() ?? "";
  follow();
  return labelled(field, id, box, count);
};
