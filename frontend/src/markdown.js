/** Markdown for documents: highlighting, and completion of quoted facts and of the steps of acceptance criteria. */

import { defineLanguageFacet, Language, languageDataProp, LanguageSupport } from "@codemirror/language";
import { parser, Table } from "@lezer/markdown";

import { writing } from "./writing.js";

const data = defineLanguageFacet({ commentTokens: { block: { open: "<!--", close: "-->" } } });
const document = parser.configure([Table, { props: [languageDataProp.add({ Document: data })] }]);
const STEP = /^\s*(Given|When|Then|And|But) +(.*)$/;
const KINDS = { Given: "Context", When: "Action", Then: "Outcome" };
const FENCE = /^\s*(```|~~~)/gm;
const SCENARIO = /^\s*(Scenario|Background)/m;
const FACT = /\[[\w.-]*$/;

/** `offers` is {facts: [{label, detail, apply}], steps: [{label, detail}], criteria: whether scenarios are written}. */
export function markdown(offers) {
  const language = new Language(data, document, [], "markdown");
  const sources = [facts(offers.facts ?? []), steps(offers.steps ?? [])];
  return new LanguageSupport(language, [...sources.map((source) => data.of({ autocomplete: source })), writing(offers.criteria ?? true)]);
}

/** After an opening bracket: the facts of the register. */
function facts(options) {
  return (context) => {
    const typed = context.matchBefore(FACT);
    return typed && { from: typed.from, options: options.map((one) => ({ ...one, label: `[${one.label}` })), validFor: FACT };
  };
}

/** After Given, When, Then in acceptance criteria: the steps that can be run, those of the keyword's kind first. */
function steps(options) {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const typed = line.text.slice(0, context.pos - line.from).match(STEP);
    if (!typed || !isCriteria(context.state.sliceDoc(0, line.from))) return null;
    const sorted = options.map((one) => ({ ...one, boost: one.detail === KINDS[typed[1]] ? 50 : 0 }));
    return { from: context.pos - typed[2].length, options: sorted, filter: true, validFor: /^.*$/ };
  };
}

/** Whether the text before ends inside a fence, or has scenarios and no fence at all. */
function isCriteria(before) {
  const fences = before.match(FENCE)?.length ?? 0;
  return fences % 2 === 1 || (fences === 0 && SCENARIO.test(before));
}
