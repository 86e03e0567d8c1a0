import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Expression } from "../../grammar/ast.ts";
import type { AnyValueLoss } from "../losses/define.ts";
import type { LossName } from "../losses/index.generated.ts";
import { showType } from "../types/show.ts";
import type { LossTerm, TermReading } from "./loss-term.ts";
import { namedValue } from "./named-value.ts";

/** The values that a loss without a target is of; undefined after reporting. */
export function readRelated(
  at: TermReading,
  loss: LossName,
  declared: AnyValueLoss,
  operands: readonly Expression[],
): Pick<LossTerm, "values"> | undefined {
  const { e } = at;
  const found = operands.map((operand) => namedValue(at, loss, operand));
  const values = found.filter((value) => value !== undefined);
  if (values.length < found.length) return undefined;
  const names = Object.keys(declared.values);
  for (const [i, { type }] of values.entries()) {
    const accepts = declared.values[names[i]!]!;
    if (accepts.includes(type.kind.name)) continue;
    const { span } = operands[i]!;
    const parameters = {
      operator: loss,
      accepted: listNames(accepts),
      value: e.words(span),
      found: showType(type),
    };
    e.report(diagnostic("kind_refused", span, parameters, { help: ["take the features from before"] }));
    return undefined;
  }
  const spanOf = (name: string) => operands[Math.max(0, names.indexOf(name))]!.span;
  const fits = declared.check(
    values.map((value) => value.type),
    {
      fail(message, name, parameters, details) {
        e.report(diagnostic(message, spanOf(name), parameters, details));
        return undefined;
      },
      fresh: (axis) => e.fresh(axis),
      words: (name) => e.words(spanOf(name)),
    },
  );
  return fits ? { values } : undefined;
}
