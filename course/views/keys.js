// Arrow keys go from step to step. JupyterLab would take the arrows and Enter for its own, so it is told to leave them.
const MOVES = { ArrowRight: 1, ArrowLeft: -1 };

function attach(model, el, tries = 20) {
  const frame = el.closest(".course-demo");
  if (!frame) {
    if (tries) setTimeout(() => attach(model, el, tries - 1), 50);
    return;
  }
  frame.dataset.lmSuppressShortcuts = "true";
  frame.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move || event.target.closest("input, select, textarea, pre, .course-scroll")) return;
    event.preventDefault();
    model.send({ move });
  });
  keepFocus(frame);
}

// At the first and the last step a button is switched off. If it had the focus, the frame takes it: keys go on working.
function keepFocus(frame) {
  let focused = null;
  frame.tabIndex = -1;
  frame.addEventListener("focusin", (event) => { focused = event.target; });
  frame.addEventListener("focusout", (event) => { if (!event.target.disabled) focused = null; });
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.disabled && target === focused)) frame.focus();
  }).observe(frame, { attributeFilter: ["disabled"], subtree: true });
}

export default { render: ({ model, el }) => attach(model, el) };
