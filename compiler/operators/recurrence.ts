/** What recurrent layers share: their settings, their type rule and how their states become a result. */
import { BATCH, type Tensor } from "../graph/tensor.ts";
import { type LowerContext, type Lowered, sizeOf } from "../lower/context.ts";
import { UNROLL_LIMIT, unroll } from "../lower/unroll.ts";
import { isKnown, multiplySizes, type Size } from "../types/size.ts";
import { axis, CHANNEL, type ValueType } from "../types/value-type.ts";
import type { ResultType, RuleContext } from "./define.ts";
import { channelsOf, needSequence, withAxes } from "./rules.ts";
import { choice, integer } from "./settings.ts";

export const RECURRENT_SETTINGS = {
  units: integer("how many channels the state has", { positional: true }),
  keep: choice(
    ["last", "all"],
    "whether the state after the last place comes out, or that after every place",
    {
      default: "last",
    },
  ),
} as const;

/** States along the one axis beside `channel`, which stays where all of them are kept. */
export function recurrentType(
  operator: string,
  x: ValueType,
  { units, keep }: { readonly units: Size; readonly keep: "last" | "all" },
  at: RuleContext,
): ResultType | undefined {
  const sequence = needSequence(at, "x", x, operator);
  if (sequence === undefined) return undefined;
  if (isKnown(sequence.size) && sequence.size > UNROLL_LIMIT) {
    return at.fail("sequence_long", "x", {
      operator,
      limit: UNROLL_LIMIT,
      axis: sequence.name,
      size: sequence.size,
    });
  }
  const state = axis(CHANNEL, units);
  return {
    kind: { name: "feature" },
    axes: keep === "all" ? withAxes(x, state) : [state],
    range: { name: "between", low: -1, high: 1 },
  };
}

/** A place costs about as much as two operators. */
export const recurrentRepeats = ({ x }: { readonly x: ValueType }): Size =>
  multiplySizes(x.axes[0]?.size ?? 0, 2);

/**
 * Runs a cell along the sequence and gives the state or the states that are kept.
 *
 * @param gates how many times as wide as the state the map of each place is
 * @param bias the offset `[gates · units]` of that map
 * @param states how many states of `units` channels are carried along; the first is the result
 */
export function recurrent(
  context: LowerContext,
  x: Lowered,
  { units, keep }: { readonly units: number; readonly keep: "last" | "all" },
  cell: {
    readonly gates: number;
    readonly bias: Tensor;
    readonly states: number;
    readonly step: (contribution: Tensor, states: readonly Tensor[]) => readonly Tensor[];
  },
): Tensor {
  const { g, weight } = context;
  const kernel = weight("kernel", [channelsOf(x.type), cell.gates * units], { kind: "glorot_uniform" });
  const projected = g.add(g.linear(x.tensor, kernel), cell.bias);
  const states = Array.from({ length: cell.states }, () => units);
  const outputs = unroll(context, x, projected, states, cell.step);
  if (keep === "last") return outputs.at(-1)!;
  const places = sizeOf(x, x.type.axes[0]!.name);
  return g.reshape(g.concat(outputs, 1), [BATCH, places, units]);
}

/** The gates of a `[B, gates · units]` tensor, each `[B, units]`. */
export function gatesOf({ g }: LowerContext, tensor: Tensor, units: number): Tensor[] {
  const count = (tensor.shape[1] as number) / units;
  return Array.from({ length: count }, (_, i) => g.slice(tensor, [0, i * units], [BATCH, units]));
}
