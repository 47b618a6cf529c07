/** What Python found in the text: underlined, marked in the gutter, and announced. */

import { forEachDiagnostic, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";

/** `list` holds {from, to, severity, message}; places count characters as Python does. */
export function showDiagnostics(view, list) {
  const { doc } = view.state;
  const text = doc.toString();
  const found = list.map((one) => ({ ...one, ...visibleRange(text, one.from, one.to) }));
  found.sort((one, other) => one.from - other.from);
  view.dispatch(setDiagnostics(view.state, found));
  return found.map((one) => `Line ${doc.lineAt(one.from).number}: ${one.message}`);
}

export function announce(view, messages) {
  view.dispatch({ effects: EditorView.announce.of(messages.join(" ")) });
}

/** Goes to the next diagnostic and says it, as hovering is not open to everyone. */
export function readNextDiagnostic(view) {
  if (!nextDiagnostic(view)) return false;
  const { from, to } = view.state.selection.main;
  const messages = [];
  forEachDiagnostic(view.state, (one, start, end) => {
    if (start === from && end === to) messages.push(one.message);
  });
  announce(view, messages);
  return true;
}

/** An empty place still gets a character to underline: the one at it, or the last before the end. */
function visibleRange(text, from, to) {
  const start = Math.min(codeUnits(text, from), Math.max(text.length - 1, 0));
  const end = Math.min(Math.max(codeUnits(text, to), start + 1), text.length);
  return { from: start, to: end };
}

/** Python counts code points, JavaScript UTF-16 units: an emoji is one or two. */
export function codeUnits(text, codePoints) {
  let units = 0;
  for (const character of text) {
    if (codePoints-- <= 0) break;
    units += character.length;
  }
  return units;
}
