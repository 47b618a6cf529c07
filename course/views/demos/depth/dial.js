// A row of radio buttons. JupyterLab's own shortcuts would take the arrow keys from them, so keys stay inside.
export default {
  render({ model, el }) {
    const name = `course-dial-${Math.random().toString(36).slice(2)}`;
    const box = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = model.get("label");
    box.append(legend, ...model.get("kinds").map((kind, at) => {
      const [label, input] = [document.createElement("label"), document.createElement("input")];
      Object.assign(input, { type: "radio", name, checked: at === model.get("value") });
      input.addEventListener("change", () => { model.set("value", at); model.save_changes(); });
      label.append(input, kind);
      return label;
    }));
    el.classList.add("course-dial");
    el.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) event.stopPropagation(); });
    el.append(box);
    const follow = () => { box.querySelectorAll("input")[model.get("value")].checked = true; };
    model.on("change:value", follow);
    return () => model.off("change:value", follow);
  },
};
