import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../../grammar/ast.ts";
import type { LossName } from "../losses/index.generated.ts";
import type { TermReading } from "./loss-term.ts";
import { didYouMean } from "./suggestion.ts";
import { describe, type TypedValue } from "./values.ts";

/** The value of the model that is named; undefined after reporting. */
export function namedValue(
  { e, model }: TermReading,
  loss: LossName,
  expression: Expression,
): TypedValue | undefined {
  if (expression.kind === "missing" || model === undefined) return undefined;
  const name = e.words(expression.span);
  const found = expression.kind === "name" ? model.names.get(expression.text) : undefined;
  if (found?.value.kind === "tensor") return found.value.value;
  if (expression.kind !== "name") {
    const help = ["give the value a name in the model, and name it here"];
    e.report(diagnostic("target_unclear", expression.span, { value: name }, { help }));
  } else if (found === undefined) {
    e.report(
      diagnostic(
        "unknown_name",
        expression.span,
        { name },
        didYouMean(expression.span, name, model.names.keys()),
      ),
    );
  } else if (found.value.kind !== "poison") {
    const parameters = { operator: loss, found: describe(found.value) };
    e.report(diagnostic("not_a_tensor", expression.span, parameters));
  }
  return undefined;
}
