/** Keeps the text of a field and the value in Python equal, and tells Python about run and check. */

const DELAY = 250; // ms: with the way to the kernel, a typed text is in Python within 300 ms

/**
 * `field` has text() and replace(text). Call the returned typed() at every change that the learner makes, flush()
 * when the focus leaves, send("run") or send("check") on request, and close() at the end.
 */
export function connect(model, field) {
  let timer = null;
  let told = model.get("value");

  const store = () => {
    clearTimeout(timer);
    timer = null;
    model.set("value", field.text());
    model.save_changes();
  };

  // While the kernel is busy, ipywidgets holds changed values back, and a click that follows would overtake them.
  // A message keeps its place in the queue.
  const send = (type) => {
    store();
    told = field.text();
    model.send({ type, text: told });
  };

  const typed = () => (timer ??= setTimeout(store, DELAY));
  const flush = () => field.text() !== told && send("edit");
  const hidden = () => document.visibilityState === "hidden" && flush();

  // What is being typed right now wins over a value that arrives at the same moment: it would be lost otherwise.
  const arrived = () => {
    if (timer !== null) return;
    told = model.get("value");
    if (told !== field.text()) field.replace(told);
  };

  model.on("change:value", arrived);
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", hidden);

  const close = () => {
    if (timer !== null) store();
    model.off("change:value", arrived);
    window.removeEventListener("pagehide", flush);
    document.removeEventListener("visibilitychange", hidden);
  };

  return { typed, flush, send, close };
}
