// A labelled field for a text of one's own.
export default {
  render({ model, el }) {
    const id = `course-writing-${anyName()}`;
    const label = document.createElement("label");
    const field = document.createElement("textarea");
    label.htmlFor = field.id = id;
    label.textContent = model.get("label");
    Object.assign(field, { rows: model.get("rows"), placeholder: model.get("placeholder"), value: model.get("value") });
    el.classList.add("course-writing");
    el.append(label, field);

    const show = () => {
      const value = box.over(model.get("value"));
      if (value !== field.value) field.value = value;
    };
    const box = outbox(model, show);
    field.addEventListener("input", () => box.change([], field.value));
    field.addEventListener("blur", box.send);
    model.on("change:value", show);
    return () => {
      box.close();
      model.off("change:value", show);
    };
  },
};
