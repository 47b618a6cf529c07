/** A text area with the values and keys of the editor, for the case that the editor cannot be loaded. */

import { describeKeys, keepKeys } from "./help.js";
import { connect } from "./sync.js";

const FIELD_STYLE = `box-sizing: border-box; width: 100%; padding: 8px; resize: vertical;
  border: 1px solid var(--jp-border-color2); border-radius: 6px;
  background: var(--jp-cell-editor-background); color: var(--jp-content-font-color1);
  font: var(--jp-code-font-size)/var(--jp-code-line-height) var(--jp-code-font-family);`;
const NOTE_STYLE = "margin: 4px 0; color: var(--jp-content-font-color1); font-size: 0.875em;";
const NOTE = "The coloured editor could not be loaded, so this is a plain text field. It saves and runs in the same way.";

export function mountPlain({ model, el, outbox }) {
  const field = document.createElement("textarea");
  field.style.cssText = FIELD_STYLE;
  field.spellcheck = false;
  field.setAttribute("aria-describedby", describeKeys(el));
  const findings = note("");
  findings.setAttribute("role", "status");

  const apply = () => {
    field.setAttribute("aria-label", model.get("label"));
    field.rows = model.get("rows");
    field.placeholder = model.get("placeholder");
    field.readOnly = model.get("read_only");
    findings.textContent = model.get("diagnostics").map((one) => one.message).join(" ");
  };
  const traits = "change:label change:rows change:placeholder change:read_only change:diagnostics";

  field.value = model.get("value");
  const sync = connect(model, { text: () => field.value, replace: (text) => (field.value = text) }, outbox);
  field.addEventListener("input", sync.typed);
  field.addEventListener("blur", sync.flush);
  field.addEventListener("keydown", (event) => {
    keepKeys(event);
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    sync.send(event.shiftKey ? "check" : "run");
  });

  apply();
  model.on(traits, apply);
  el.append(note(NOTE), field, findings);
  return () => {
    sync.close();
    model.off(traits, apply);
  };
}

function note(text) {
  const line = document.createElement("p");
  line.style.cssText = NOTE_STYLE;
  line.textContent = text;
  return line;
}
