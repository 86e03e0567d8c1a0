import type { Span } from "../../diagnostics/source.ts";
import type { AnyOperator } from "../operators/define.ts";
import { operators } from "../operators/index.generated.ts";
import type { Application } from "./elaborator.ts";
import { neededFor } from "./needed.ts";
import type { TypedValue } from "./values.ts";

/** Weights that something in the author's words says it trains. */
export interface Declared {
  readonly path: string;
  readonly span: Span;
  /** The operator's name, or `weight`. */
  readonly by: string;
  /** How many numbers; uses that share an instance say it once. */
  readonly count: number;
}

/** What operators and `weight` statements say that they train, also those that say they train nothing. */
export function declaredBy(applications: readonly Application[]): Declared[] {
  const declared = new Map<string, Declared>();
  for (const { path, span, operator: by, operands, settings } of applications) {
    for (const { weight } of Object.values(operands).flat()) {
      if (weight === undefined) continue;
      const count = weight.axes.reduce((product, { size }) => product * (size as number), 1);
      declared.set(weight.path, { path: weight.path, span: weight.span, by: "weight", count });
    }
    const operator: AnyOperator = operators[by];
    const types = Object.entries(operands).map(([name, operand]) => [
      name,
      isList(operand) ? operand.map(({ type }) => type) : operand.type,
    ]);
    const count = operator.parameters?.count(Object.fromEntries(types) as never, settings as never) ?? 0;
    if (!declared.has(path)) declared.set(path, { path, span, by, count });
  }
  return [...declared.values()];
}

/**
 * The paths of all weights that go into some values.
 *
 * @param given ids of values that are handed in, so that nothing goes into them
 */
export function weightsOf(
  applications: readonly Application[],
  values: readonly TypedValue[],
  given: ReadonlySet<number> = new Set(),
): ReadonlySet<string> {
  const needed = neededFor(applications, values, given);
  const used = applications.filter(({ result }) => needed.has(result.id) && !given.has(result.id));
  const own = values.flatMap(({ weight }) => (weight === undefined ? [] : [weight.path]));
  const paths = declaredBy(used).flatMap(({ path, count }) => (count > 0 ? [path] : []));
  return new Set([...own, ...paths]);
}

const isList = <T>(operand: T | readonly T[]): operand is readonly T[] => Array.isArray(operand);
