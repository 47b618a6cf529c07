// The self-review: one group of four marks for each criterion, and the specimens beside it.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function question(criterion, marks, choose) {
  const group = `course-mark-${Math.random().toString(36).slice(2)}`;
  const choices = criterion.marks.map((meaning, mark) => {
    const radio = element("input", { type: "radio", name: group, value: mark });
    radio.checked = marks()[criterion.title] === mark;
    radio.addEventListener("change", () => choose(criterion.title, mark));
    return element("label", {}, radio, element("span", {}, `${mark} · ${meaning}`));
  });
  return element("fieldset", {}, element("legend", {}, criterion.title, element("span", { class: "course-note" }, ` weight ${criterion.weight}`)), ...choices);
}

export default {
  render({ model, el }) {
    const said = element("p", { role: "status" });
    const specimens = element("div", { class: "course-specimens" }, element("p", { class: "course-note" }, "Another specification, three times. What would you give it?"));
    specimens.insertAdjacentHTML("beforeend", model.get("specimens"));
    const marks = () => box.over(model.get("marks"));
    const questions = element("div");
    let drawn = "";
    const choose = (title, mark) => {
      box.change([title], mark);
      box.send();
      drawn = JSON.stringify(marks());
    };
    const draw = () => {
      if (drawn === JSON.stringify(marks())) return;
      drawn = JSON.stringify(marks());
      questions.replaceChildren(...model.get("criteria").map((one) => question(one, marks, choose)), said);
    };
    const box = outbox(model, draw);
    draw();
    el.classList.add("course-review");
    el.append(element("details", {}, element("summary", {}, model.get("title")), element("p", { class: "course-note" }, model.get("note")),
      element("div", { class: "course-review-columns" }, questions, ...(model.get("specimens") ? [specimens] : []))));
    el.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); });
    const tell = () => (said.textContent = model.get("said"));
    tell();
    model.on("change:said", tell);
    model.on("change:marks", draw);
    return () => {
      box.close();
      model.off("change:marks", draw);
      model.off("change:said", tell);
    };
  },
};
