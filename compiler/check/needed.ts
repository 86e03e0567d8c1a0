import type { Application } from "./elaborator.ts";
import type { TypedValue } from "./values.ts";

/**
 * Ids of all values that some depend on, their own among them.
 *
 * @param given ids of values that are handed in, so that they depend on nothing
 */
export function neededFor(
  applications: readonly Application[],
  wanted: readonly TypedValue[],
  given: ReadonlySet<number> = new Set(),
): ReadonlySet<number> {
  const needed = new Set(wanted.map((value) => value.id));
  for (const { result, operands } of [...applications].reverse()) {
    if (!needed.has(result.id) || given.has(result.id)) continue;
    for (const operand of Object.values(operands).flat()) needed.add(operand.id);
  }
  return needed;
}
