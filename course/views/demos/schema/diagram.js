// Shows the diagram and says which box was chosen. Arrow keys walk from box to box, Enter or Space chooses.

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function render({ model, el }) {
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take the arrows and Enter for its own
  const draw = () => {
    const within = el.contains(document.activeElement);
    el.innerHTML = model.get("svg");
    if (within) el.querySelector('[aria-pressed="true"]')?.focus();
  };
  const choose = (box) => {
    model.set("chosen", box.dataset.table);
    model.save_changes();
  };
  el.addEventListener("click", (event) => {
    const box = event.target.closest("[data-table]");
    if (box) choose(box);
  });
  el.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-table]");
    const step = STEPS[event.key];
    if (!box || !(step || event.key === "Enter" || event.key === " ")) return;
    event.preventDefault();
    if (!step) return choose(box);
    const boxes = [...el.querySelectorAll("[data-table]")];
    boxes[(boxes.indexOf(box) + step + boxes.length) % boxes.length].focus();
  });
  model.on("change:svg", draw);
  draw();
  return () => model.off("change:svg", draw);
}

export default { render };
