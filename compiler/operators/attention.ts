/** What the operators of attention have in common. */

import { listNames } from "../../diagnostics/suggest.ts";
import { compareSizes, isKnown, type Size, showSize } from "../types/size.ts";
import { axisNamed, CHANNEL, type ValueType } from "../types/value-type.ts";
import type { RuleContext } from "./define.ts";
import { channelsOf, needSequence } from "./rules.ts";
import { integer } from "./settings.ts";

export const ATTENTION_SETTINGS = {
  heads: integer("how many attentions work side by side, each on its share of the channels", {
    positional: true,
  }),
  dim: integer("how many channels the heads have together; as many as come in if left out", {
    optional: true,
  }),
} as const;

/** Whether the heads share `width` channels evenly; reports, with numbers that would do, where they do not. */
export function sharedEvenly(at: RuleContext, width: Size, heads: Size): boolean {
  if (!isKnown(width) || !isKnown(heads) || width % heads === 0) return true;
  const parameters = { setting: "heads", value: showSize(heads), axis: CHANNEL, size: width };
  at.fail("size_unequal", "heads", parameters, { help: divisors(width, heads) });
  return false;
}

/** The settings that would do: numbers near `heads` that divide the width. */
function divisors(width: number, heads: number): string[] {
  const fitting = Array.from({ length: Math.min(width, 2 * heads, 256) }, (_, i) => i + 1).filter(
    (n) => width % n === 0,
  );
  return [`${width} channels can be shared among ${listNames(fitting.map(String))} heads`];
}

/** How many weights the maps of `queries`, keys and values to `dim` channels have, and the map back. */
export function attentionWeights(queries: ValueType, places: ValueType, dim: number | undefined): number {
  const [own, other] = [channelsOf(queries), channelsOf(places)];
  const width = dim ?? own;
  return 2 * width * (own + other) + 3 * width + own;
}

/** Whether a value is places with channels: a sequence, or a vector, which is one place; reports where it is not. */
export function isPlaces(at: RuleContext, operand: string, type: ValueType, operator: string): boolean {
  const isVector = type.axes.length === 1 && axisNamed(type, CHANNEL) !== undefined;
  return isVector || needSequence(at, operand, type, operator) !== undefined;
}

/** How many places a sequence or a vector has, at most. */
export const placesIn = (type: ValueType): Size => (type.axes.length === 1 ? 1 : type.axes[0]!.size);

/** Whether values can stand end to end in one sequence: with equally many channels; reports where they cannot. */
export function sameChannels(at: RuleContext, operand: string, types: readonly ValueType[]): boolean {
  const sizes = types.map((type) => axisNamed(type, CHANNEL)!.size);
  const first = sizes[0]!;
  const other = sizes.find((size) => compareSizes(first, size) === "different");
  if (other === undefined) return true;
  const parameters = { axis: CHANNEL, first: showSize(first), other: showSize(other) };
  const help = [`map them to one width first, for example with \`dense(${showSize(first)})\``];
  at.fail("sizes_differ", operand, parameters, { help });
  return false;
}
