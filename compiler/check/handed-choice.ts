import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Expression } from "../../grammar/ast.ts";
import type { Elaborator } from "./elaborator.ts";
import { lookUp } from "./scope.ts";
import { didYouMean } from "./suggestion.ts";
import { type Binding, POISON, type Scope, type Value } from "./values.ts";

type Choice = Extract<Value, { kind: "choice" }>;

/** The word that a setting is given by a parameter of the block around; each that it may be has to be one of `choices`. */
export function handedChoice(
  { e, name }: { readonly e: Elaborator; readonly name: string },
  choices: readonly string[],
  span: Span,
  handed: Binding,
  { text, words, isOpen }: Choice,
): string | undefined {
  handed.used = true;
  const related = [{ span: handed.span, text: "the parameter" }];
  if (choices.includes(handed.name)) {
    e.report(diagnostic("choice_ambiguous", span, { name: handed.name, setting: name }, { related }));
    return undefined;
  }
  const other = (isOpen ? words : [text]).find((word) => !choices.includes(word));
  if (other === undefined) return text;
  const parameters = { setting: name, found: other, choices: listNames(choices) };
  e.report(diagnostic("unknown_choice", span, parameters, { related }));
  return undefined;
}

/**
 * `kind == relu`, where `kind` holds a choice: whether it is that word, poison where it may be several, and undefined where
 * something else is compared.
 */
export function compareChoice(
  e: Elaborator,
  one: Expression,
  other: Expression,
  scope: Scope,
): boolean | Value | undefined {
  const found = one.kind === "name" ? lookUp(scope, one.text) : undefined;
  if (found?.value.kind !== "choice" || other.kind !== "name") return undefined;
  const second = lookUp(scope, other.text)?.value;
  if (second !== undefined && second.kind !== "choice") return undefined;
  found.used = true;
  const { text, words, isOpen } = found.value;
  const word = second?.text ?? other.text;
  if (second === undefined && !words.includes(word)) {
    const parameters = { setting: found.name, found: word, choices: listNames(words) };
    e.report(diagnostic("unknown_choice", other.span, parameters, didYouMean(other.span, word, words)));
    return POISON;
  }
  return isOpen || second?.isOpen === true ? POISON : text === word;
}
