// A row of buttons of which one can be chosen.
export default {
  render({ model, el }) {
    const buttons = model.get("options").map((option) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "jupyter-button";
      button.textContent = option.label;
      button.setAttribute("aria-label", `${model.get("label")}: ${option.label}`);
      button.addEventListener("click", () => {
        box.change([], option.value);
        box.send();
        show();
      });
      return button;
    });
    const show = () => {
      const value = box.over(model.get("value"));
      model.get("options").forEach((option, at) => buttons[at].setAttribute("aria-pressed", String(option.value === value)));
    };
    const box = outbox(model, show);
    el.classList.add("course-choice");
    el.append(...buttons);
    show();
    model.on("change:value", show);
    return () => {
      box.close();
      model.off("change:value", show);
    };
  },
};
