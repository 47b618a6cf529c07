/** Markdown for documents: highlighting, and completion of quoted facts and of the steps of acceptance criteria. */

import { defineLanguageFacet, Language, languageDataProp, LanguageSupport } from "@codemirror/language";
import { parser, Table } from "@lezer/markdown";

const data = defineLanguageFacet({ commentTokens: { block: { open: "<!--", close: "-->" } } });
const document = parser.configure([Table, { props: [languageDataProp.add({ Document: data })] }]);
const STEP = /^\s*(Given|When|Then|And|But) +(.*)$/;
const FACT = /\[[\w.-]*$/;

/** `offers` is {facts: [{label, detail, apply}], steps: [{label, detail}]}. */
export function markdown(offers) {
  const language = new Language(data, document, [], "markdown");
  const sources = [facts(offers.facts ?? []), steps(offers.steps ?? [])];
  return new LanguageSupport(language, sources.map((source) => data.of({ autocomplete: source })));
}

/** After an opening bracket: the facts of the register. */
function facts(options) {
  return (context) => {
    const typed = context.matchBefore(FACT);
    return typed && { from: typed.from, options: options.map((one) => ({ ...one, label: `[${one.label}` })), validFor: FACT };
  };
}

/** After Given, When, Then: the steps that can be run. */
function steps(options) {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const typed = line.text.slice(0, context.pos - line.from).match(STEP);
    if (!typed || (!context.explicit && !typed[2])) return null;
    return { from: context.pos - typed[2].length, options, filter: true, validFor: /^.*$/ };
  };
}
