/** How the keyboard is used, in words for screen readers. */

const APPLE = /Mac|iP(hone|ad)/.test(navigator.platform);
const MODIFIER = APPLE ? "Command" : "Control";
const WORDS = `${MODIFIER}+Enter runs or previews, Shift+${MODIFIER}+Enter checks. Escape, then Tab leaves the editor.`;
const WRITING = "Alt+Shift+H makes a heading, Alt+Shift+T a table, Alt+Shift+L a list.";

/** Adds a description that is read, not seen, and returns its id for aria-describedby. */
export function describeKeys(parent, isDocument = false) {
  const words = document.createElement("span");
  words.id = `course-editor-keys-${Math.random().toString(36).slice(2)}`; // no counter: modules are loaded many times
  words.hidden = true;
  words.textContent = isDocument ? `${WORDS} ${WRITING}` : WORDS;
  parent.append(words);
  return words.id;
}

/** Keeps what is typed away from JupyterLab's shortcuts; those with Ctrl, Cmd or Alt still reach it, unless used here. */
export function keepKeys(event) {
  if (!(event.ctrlKey || event.metaKey || event.altKey)) event.stopPropagation();
}
