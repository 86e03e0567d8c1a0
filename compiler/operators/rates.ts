/** What operators that bring values to other rates share. */

import { type Ratio, ratioOf } from "../types/ratio.ts";
import { showRate } from "../types/show.ts";
import { type Axis, axisNamed, type ValueType } from "../types/value-type.ts";
import type { RuleContext } from "./define.ts";
import { choice } from "./settings.ts";

/** How places between those that are there come about; if left out, by whether there become more or fewer. */
export const READING = choice(
  ["mean", "linear"],
  "whether places are averaged or interpolated; averaged where they become fewer, if left out",
  { optional: true },
);

/** The `time` axis and its rate; reports and gives undefined where there is none. */
export function needRate(
  at: RuleContext,
  operand: string,
  operator: string,
  type: ValueType,
): (Axis & { readonly rate: number }) | undefined {
  const time = axisNamed(type, "time");
  if (time?.rate !== undefined) return { ...time, rate: time.rate };
  return at.fail("rate_needed", operand, { operator, value: at.words(operand) });
}

/** How many places at one rate there are for each at another, as whole numbers; reports where there are no such. */
export function needRatio(at: RuleContext, place: string, from: number, to: number): Ratio | undefined {
  return ratioOf(from / to) ?? at.fail("rate_unequal", place, { first: showRate(from), other: showRate(to) });
}
