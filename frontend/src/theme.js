/** The looks of the editor, from JupyterLab's own variables, so that it follows every theme. */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const TEXT = "var(--jp-content-font-color1)";
const BACKGROUND = "var(--jp-cell-editor-background)";
const LINE = "var(--jp-code-line-height) * 1em";
const BORDER = "1px solid var(--jp-border-color2)";
const FOCUS = "2px solid var(--jp-brand-color1)";
const SELECTION = `color-mix(in srgb, var(--jp-brand-color1) 20%, ${BACKGROUND})`;
const OWN = "&.cm-editor.cm-editor"; // JupyterLab has rules for every .cm-editor: ours must weigh more
const GROWTH = 3; // an editor grows with its text to so many times its rows, then scrolls

// As they are, JupyterLab's comments and numbers miss a contrast of 4.5 to 1; drawn towards the text colour, none does.
const readable = (variable) => `color-mix(in srgb, var(${variable}) 60%, var(--jp-content-font-color0))`;
const MUTED = readable("--jp-layout-color4");

const dot = (colour, shape) => ({
  content: "normal",
  width: "8px",
  height: "8px",
  margin: "0.3em auto",
  backgroundColor: `var(${colour})`,
  clipPath: shape,
});

const underline = (colour) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy var(${colour})`,
  textDecorationSkipInk: "none",
  textUnderlineOffset: "3px",
});

const frame = EditorView.theme({
  [OWN]: {
    border: BORDER,
    borderRadius: "6px",
    overflow: "hidden",
    backgroundColor: BACKGROUND,
    color: TEXT,
    fontSize: "var(--jp-code-font-size)",
  },
  [`${OWN}.cm-focused`]: { outline: FOCUS, outlineOffset: "-1px" },
  ".cm-scroller": {
    fontFamily: "var(--jp-code-font-family)",
    lineHeight: "var(--jp-code-line-height)",
    maxHeight: `calc(var(--rows) * ${GROWTH} * ${LINE} + 16px)`,
    overflow: "auto",
  },
  ".cm-content, .cm-gutter": { minHeight: `calc(var(--rows) * ${LINE} + 16px)` },
  ".cm-content": { padding: "8px 0", caretColor: "var(--jp-editor-cursor-color)" },
  ".cm-line": { padding: "0 8px 0 4px" },
  ".cm-line::selection, .cm-line ::selection": { backgroundColor: SELECTION },
  ".cm-placeholder": { color: MUTED },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: MUTED },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "24px", padding: "0 4px 0 8px" },
  ".cm-gutter-lint": { width: "16px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 2px" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: SELECTION, outline: "none" },
  ".cm-lintRange-error": underline("--jp-error-color1"),
  ".cm-lintRange-warning": underline("--jp-warn-color1"),
  ".cm-lintRange-info": underline("--jp-info-color1"),
  ".cm-lint-marker-error": dot("--jp-error-color1", "circle()"),
  ".cm-lint-marker-warning": dot("--jp-warn-color1", "polygon(50% 0, 100% 100%, 0 100%)"),
  ".cm-lint-marker-info": dot("--jp-info-color1", "inset(0)"),
});

// The popups hang on the body of the page, so that the output area cannot clip them.
const popups = EditorView.theme({
  ".cm-tooltip": {
    border: BORDER,
    borderRadius: "6px",
    overflow: "hidden",
    backgroundColor: "var(--jp-layout-color1)",
    color: TEXT,
    fontSize: "var(--jp-code-font-size)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--jp-code-font-family)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    justifyContent: "space-between",
    gap: "16px",
    padding: "4px 8px",
    lineHeight: "1.3",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: SELECTION, color: TEXT },
  // The option that Tab takes as long as none is chosen.
  ".cm-tooltip-autocomplete ul:not(:has([aria-selected])) li:first-child": { outline: BORDER, outlineOffset: "-1px" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "bold" },
  ".cm-completionDetail": { margin: "0", fontStyle: "normal", color: MUTED },
  ".cm-tooltip.cm-completionInfo, .cm-tooltip-lint": {
    maxWidth: "320px",
    padding: "8px",
    fontFamily: "var(--jp-content-font-family)",
    lineHeight: "1.4",
  },
  ".cm-diagnostic": { padding: "0", border: "none", fontFamily: "inherit" },
});

const tokens = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: readable("--jp-mirror-editor-keyword-color"), fontWeight: "bold" },
  { tag: [tags.string, tags.special(tags.string)], color: readable("--jp-mirror-editor-string-color") },
  { tag: [tags.number, tags.bool, tags.null], color: readable("--jp-mirror-editor-number-color") },
  { tag: tags.comment, color: readable("--jp-mirror-editor-comment-color"), fontStyle: "italic" },
  { tag: [tags.standard(tags.name), tags.typeName], color: readable("--jp-mirror-editor-property-color") },
  { tag: tags.heading, fontWeight: "bold", color: readable("--jp-mirror-editor-header-color") },
  { tag: tags.strong, fontWeight: "bold" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.monospace, tags.url], color: readable("--jp-mirror-editor-string-color") },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: MUTED },
  { tag: tags.operator, color: readable("--jp-mirror-editor-operator-color") },
]);

export const theme = [frame, popups, syntaxHighlighting(tokens)];
