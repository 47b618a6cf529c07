/** Keeps the text of a field and the value in Python equal, and tells Python about run and check. */

/**
 * `field` has text() and replace(text), `outbox` is that of course/views/draft.js. Call the returned typed() at every change
 * that the learner makes, flush() when the focus leaves, send("run") or send("check") on request, and close() at the end.
 */
export function connect(model, field, outbox) {
  // What is being typed right now wins over a value that arrives at the same moment: it would be lost otherwise.
  const show = () => {
    const value = box.over(model.get("value"));
    if (value !== field.text()) field.replace(value);
  };
  const box = outbox(model, show);

  const typed = () => box.change([], field.text());
  const send = (type) => {
    box.send();
    model.send({ type });
  };

  model.on("change:value", show);
  const close = () => {
    box.close();
    model.off("change:value", show);
  };

  return { typed, flush: box.send, send, close };
}
