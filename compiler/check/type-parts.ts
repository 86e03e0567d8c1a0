import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Identifier, TypeExpression } from "../../grammar/ast.ts";
import type { Elaborator } from "./elaborator.ts";
import { didYouMean } from "./suggestion.ts";

/** What may stand behind a type's name. */
const PARTS = {
  parameters: { words: "types in `<>`", at: ({ parameters }: TypeExpression) => parameters[0]?.span },
  arguments: { words: "settings in `()`", at: (type: TypeExpression) => type.arguments[0]?.span },
  axes: { words: "axes in `[]`", at: ({ axes }: TypeExpression) => axes[0]?.span },
  rate: { words: "rate", at: ({ rate }: TypeExpression) => rate?.span },
  range: { words: "range", at: ({ range, modifiers }: TypeExpression) => (range ?? modifiers[0])?.span },
} satisfies Record<string, { words: string; at: (type: TypeExpression) => Span | undefined }>;

/** Reports the parts of a type that mean nothing for it. */
export function refuseParts(
  e: Elaborator,
  type: TypeExpression,
  refused: readonly (keyof typeof PARTS)[],
  help: readonly string[] = [],
): void {
  for (const part of refused) {
    const { words, at } = PARTS[part];
    const span = at(type);
    if (span === undefined) continue;
    e.report(diagnostic("type_part_refused", span, { type: type.name.text, part: words }, { help }));
  }
}

/** Reports a type's name that is none of those known; one that is missing in the source was reported there. */
export function unknownType(e: Elaborator, { text, span }: Identifier, known: readonly string[]): void {
  if (text === "") return;
  const otherwise = known.length === 0 ? [] : [`the types known here are ${known.join(", ")}`];
  e.report(diagnostic("unknown_type", span, { name: text }, didYouMean(span, text, known, otherwise)));
}
