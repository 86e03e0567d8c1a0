import type { Parameter } from "../../grammar/ast.ts";
import { standInAxes } from "../operators/roles.ts";
import type { SettingSpec } from "../operators/settings.ts";
import type { Size } from "../types/size.ts";
import { type Axis, type Category, type Kind, UNBOUNDED, type ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { declaredSize } from "./match-type.ts";
import { lookUp } from "./scope.ts";
import { type Pattern, type PatternSize, POISON, type Scope, type Value } from "./values.ts";

/** What stands for a setting while a block is checked for every use at once. */
export function settingStandIn(name: string, spec: SettingSpec): Value {
  switch (spec.kind) {
    case "integers":
    case "numbers":
      return { kind: "any_list", name };
    case "flag":
      return { kind: "flag", holds: true };
    case "choice":
      return standInChoice(spec.choices);
    case "category":
      return { kind: "category", category: { name, labels: ["a", "b"], open: true } };
    default:
      return { kind: "number", size: { text: name } };
  }
}

function standInChoice(words: readonly string[]): Value {
  const [text] = words;
  return text === undefined ? POISON : { kind: "choice", text, words, isOpen: true };
}

/** What stands for a value of the model while a block is checked for every use at once. */
export function valueStandIn(
  e: Elaborator,
  scope: Scope,
  { name, span }: Parameter,
  pattern: Pattern,
): Value {
  let clear = true;
  const sizeOf = (part: string, size: PatternSize): Size => {
    if (size.kind === "any") return { text: `${name.text}.${part}` };
    const declared = declaredSize(e, size, part, scope);
    clear &&= declared !== undefined;
    return declared ?? 1;
  };
  const axes = pattern.axes.flatMap(({ name: part, size, rate }) => {
    const names = standInAxes(part);
    const declared = sizeOf(part, size);
    return names.map(
      (axis): Axis => ({
        name: axis,
        size: names.length === 1 ? declared : { text: `${name.text}.${axis}` },
        ...(rate === undefined ? {} : { rate }),
        // Only what comes in as words has them to any number.
        ...(pattern.kind === "tokens" && axis === "word" ? { ragged: name.text } : {}),
      }),
    );
  });
  const vocabulary = sizeOf("vocabulary", pattern.vocabulary ?? { kind: "any" });
  const type: ValueType = {
    kind: kindOf(pattern, scope, vocabulary),
    axes,
    range: pattern.range ?? UNBOUNDED,
    presence: "always",
    mixing: "independent",
  };
  return clear ? { kind: "tensor", value: e.value(type, span) } : POISON;
}

function kindOf({ kind, of }: Pattern, scope: Scope, vocabulary: Size): Kind {
  if (kind === "tokens") return { name: kind, vocabulary };
  if (kind !== "logits" && kind !== "probability" && kind !== "probabilities") return { name: kind };
  const found = of && lookUp(scope, of.text)?.value;
  return { name: kind, of: found?.kind === "category" ? found.category : ANY_CATEGORY };
}

/** Stands for whatever category a decision is about. */
const ANY_CATEGORY: Category = { name: "any", labels: ["a", "b"], open: true };
