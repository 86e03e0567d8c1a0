import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { ResultType, RuleContext } from "../operators/define.ts";
import type { Settings, SettingValues } from "../operators/settings.ts";
import { showRange } from "../types/show.ts";
import type { Size } from "../types/size.ts";
import type { Range, ValueType } from "../types/value-type.ts";

/** What stands beside a modality's settings where an input is declared. */
export interface Beside {
  /** The input's name: its ragged axes are filled as far as its records reach. */
  readonly input: string;
  /** After `@`, in Hz. */
  readonly rate?: number;
  /** The modality's default where the author gives none. */
  readonly range?: Range;
}

/** A modality: a kind of input, everything there is to know about it in one place. */
interface Declaration<S extends Settings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference. Markdown. */
  readonly documentation?: string;
  /** In the order in which the positional ones may be given. */
  readonly settings: S;
  /** Names of the axes that every value of it has, so that a block may take `x: image` whatever its sizes. */
  readonly axes: readonly string[];
  /** What its numbers are. */
  readonly kind: "tokens" | "signal";
  /** Whether a rate stands after `@`. */
  readonly rate: "must" | "may" | "never";
  readonly defaultRange: Range;
  /** The ranges that an author may declare. */
  readonly ranges: readonly Range["name"][];
  /** Kind and axes of an input. Sizes may be symbolic. */
  layout(
    settings: SettingValues<S, Size>,
    beside: Pick<Beside, "input" | "rate">,
  ): Pick<ResultType, "kind" | "axes">;
  /** Reports settings that do not fit together, at their names. Whether rate and range fit is checked already. */
  check?(settings: SettingValues<S, Size>, beside: Beside, at: Pick<RuleContext, "fail">): void;
  /** What the caller hands in, in the shape of the axes behind the batch. */
  readonly dtype: "float32" | "int32" | "uint8";
  /** The tensor that the model computes with, from the one handed in: float32, or int32 for tokens. */
  prepare(g: Ops, values: Tensor, type: Pick<ValueType, "range">): Tensor;
  /** An input declaration. */
  readonly example: string;
}

export interface Modality<S extends Settings = Settings>
  extends Omit<Declaration<S>, "layout" | "check" | "dtype"> {
  /** The type of an input. Sizes may be symbolic. */
  type(settings: SettingValues<S, Size>, beside: Beside): ValueType;
  /** Reports, at `rate`, `range` or the name of a setting, what cannot be declared so. */
  check(settings: SettingValues<S, Size>, beside: Beside, at: Pick<RuleContext, "fail">): void;
  /** The tensor that the caller hands in for an input of a type whose sizes are numbers: `[B, …shape]`. */
  values(type: Pick<ValueType, "axes">): {
    readonly dtype: "float32" | "int32" | "uint8";
    readonly shape: readonly number[];
  };
}

/** A modality whose settings are not known by name, as in a table of all modalities. */
export interface AnyModality extends Omit<Modality, "type" | "check"> {
  type(settings: never, beside: Beside): ValueType;
  check(settings: never, beside: Beside, at: Pick<RuleContext, "fail">): void;
}

/** Declares a modality, keeping the types of its settings. */
export function modality<const S extends Settings>(declaration: Declaration<S>): Modality<S> {
  const { layout, check, dtype, ...rest } = declaration;
  return {
    ...rest,
    type: (settings, beside) => ({
      ...layout(settings, beside),
      range: beside.range ?? rest.defaultRange,
      presence: "always",
      mixing: "independent",
    }),
    check(settings, beside, at) {
      if (besideFits(rest, beside, at)) check?.(settings, beside, at);
    },
    values: (type) => ({
      dtype,
      shape: type.axes.map(({ name, size }) => {
        if (typeof size !== "number") throw new Error(`the size of ${name} is not known`);
        return size;
      }),
    }),
  };
}

/** Whether rate and range are there as the modality asks; reports at `rate` and `range` where not. */
function besideFits(
  { name, rate, ranges, example }: Pick<Modality, "name" | "rate" | "ranges" | "example">,
  beside: Beside,
  at: Pick<RuleContext, "fail">,
): boolean {
  if (rate === "must" && beside.rate === undefined) {
    at.fail("rate_missing", "call", { modality: name, example });
    return false;
  }
  if (rate === "never" && beside.rate !== undefined) {
    at.fail("rate_refused", "rate", { modality: name });
    return false;
  }
  if (beside.range !== undefined && !ranges.includes(beside.range.name)) {
    const accepted =
      ranges.length === 0
        ? "its numbers are on no scale"
        : `its range is ${ranges.map((r) => RANGES[r]).join(" or ")}`;
    at.fail("range_refused", "range", { modality: name, range: showRange(beside.range), accepted });
    return false;
  }
  return true;
}

/** How each kind of range is written. */
const RANGES: Readonly<Record<Range["name"], string>> = {
  between: "two bounds, such as `0..1`",
  standardised: "`standardised`",
  unbounded: "unbounded",
};
