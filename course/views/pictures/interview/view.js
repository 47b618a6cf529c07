// Questions to colleagues: those who are asked answer at once. When all that there is time for are asked, the others rest.
PICTURES.interview = (field, spot) => {
  const { questions, allowed, problems } = field.picture;
  const inner = spot.inner(field.controls[0].id);
  const count = element("p", { class: "course-asked-count", role: "status" });
  const boxes = new Map();
  const spots = new Map();
  const asked = () => questions.filter(({ id }) => (inner.get() ?? []).includes(id));

  const draw = () => {
    const chosen = asked();
    const left = allowed - chosen.length;
    count.textContent = left > 0 ? `${chosen.length} of ${allowed} questions asked.` : `${chosen.length} of ${allowed} questions asked. To ask another, take one back.`;
    for (const question of questions) {
      const on = chosen.includes(question);
      boxes.get(question.id).checked = on;
      boxes.get(question.id).disabled = left <= 0 && !on;
      spots.get(question.id).replaceChildren(...(on ? [element("p", { class: "course-asked-said" }, element("strong", {}, `${question.who}: `), question.said)] : []));
    }
  };
  const toggle = (question, on) => {
    const ids = new Set(inner.get() ?? []);
    if (on) ids.add(question.id); else ids.delete(question.id);
    inner.set(questions.map(({ id }) => id).filter((id) => ids.has(id)));
    draw();
  };
  const row = (question) => {
    const box = element("input", { type: "checkbox", onchange: (event) => toggle(question, event.target.checked) });
    const answer = element("div", { "aria-live": "polite" });
    boxes.set(question.id, box);
    spots.set(question.id, answer);
    return element("li", {}, element("label", { class: "course-option" }, box, element("span", {}, element("strong", {}, `${question.id}. ${question.who}`), `, ${question.role}: ${question.ask}`)), answer);
  };
  const list = element("ul", {}, ...questions.map(row));
  const reset = element("button", { type: "button", onclick: () => { inner.set([]); draw(); boxes.get(questions[0].id).focus(); } }, "Take all questions back");
  const believed = grid("What is believed before anybody asks", ["The problem", "believed before you ask, in 100"], problems.map(([problem, weight]) => [problem, String(weight)]));
  draw();
  return group(field, element("div", { class: "course-asked" }, believed, count, list, reset));
};
