// Arrow keys go from step to step. JupyterLab would take the arrows and Enter for its own, so it is told to leave them.
const MOVES = { ArrowRight: 1, ArrowLeft: -1 };

function attach(model, el, tries = 20) {
  const frame = el.closest(".course-step-viewer");
  if (!frame) {
    if (tries) setTimeout(() => attach(model, el, tries - 1), 50);
    return;
  }
  frame.dataset.lmSuppressShortcuts = "true";
  frame.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move || event.target.closest("select, pre, .course-scroll")) return;
    event.preventDefault();
    model.send({ move });
  });
}

export default { render: ({ model, el }) => attach(model, el) };
