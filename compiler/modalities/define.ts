import type { SourceName } from "../data/sources.ts";
import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { ResultType, RuleContext } from "../operators/define.ts";
import type { Settings, SettingValues } from "../operators/settings.ts";
import { showRange } from "../types/show.ts";
import type { Size } from "../types/size.ts";
import { type Range, UNBOUNDED, type ValueType } from "../types/value-type.ts";

/** What stands beside a modality's settings where an input is declared. */
export interface Beside {
  /** The input's name: its ragged axes are filled as far as its records reach. */
  readonly input: string;
  /** After `@`, in Hz. */
  readonly rate?: number;
  /** The modality's default where the author gives none. */
  readonly range?: Range;
}

/** What all modalities say of themselves. */
interface Common<S extends Settings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference. Markdown. */
  readonly documentation?: string;
  /** In the order in which the positional ones may be given. */
  readonly settings: S;
  /** What its fields of the data come from. */
  readonly sources: readonly SourceName[];
  /** Whether a rate stands after `@`. */
  readonly rate: "must" | "may" | "never";
  /** Of what is measured; tokens and weights are on no scale. */
  readonly defaultRange: Range;
  /** The ranges that an author may declare. */
  readonly ranges: readonly Range["name"][];
  /** Reports settings that do not fit together, at their names. Whether rate and range fit is checked already. */
  check?(settings: SettingValues<S, Size>, beside: Beside, at: Pick<RuleContext, "fail">): void;
  /** An input declaration. */
  readonly example: string;
}

/** One value that an input is, or one of several. */
interface PartDeclaration<S extends Settings> {
  /** Names of the axes that every value of it has, so that a block may take `x: image` whatever its sizes. */
  readonly axes: readonly string[];
  /** What its numbers are. */
  readonly kind: "tokens" | "signal" | "weight";
  /** Kind and axes of an input, undefined where its settings leave nothing of this part. Sizes may be symbolic. */
  layout(
    settings: SettingValues<S, Size>,
    beside: Pick<Beside, "input" | "rate">,
  ): Pick<ResultType, "kind" | "axes"> | undefined;
  /** What the caller hands in, in the shape of the axes behind the batch. */
  readonly dtype: "float32" | "int32" | "uint8";
  /** The tensor that the model computes with, from the one handed in: float32, or int32 for tokens. */
  prepare(g: Ops, values: Tensor, type: Pick<ValueType, "range">): Tensor;
}

/** A part of a modality, as the compiler uses it. */
export interface Part<S extends Settings = Settings> extends Omit<PartDeclaration<S>, "layout" | "dtype"> {
  /** The type of an input's part, undefined where its settings leave nothing of it. Sizes may be symbolic. */
  type(settings: SettingValues<S, Size>, beside: Beside): ValueType | undefined;
  /** The tensor that the caller hands in for a type whose sizes are numbers: `[B, …shape]`. */
  values(type: Pick<ValueType, "axes">): {
    readonly dtype: "float32" | "int32" | "uint8";
    readonly shape: readonly number[];
  };
}

/** A modality: a kind of input, everything there is to know about it in one place. */
export interface Modality<S extends Settings = Settings> extends Omit<Common<S>, "check"> {
  /** What an input of it is: one value, called {@link WHOLE}, or several by name. */
  readonly parts: Readonly<Record<string, Part<S>>>;
  /** Reports, at `rate`, `range` or the name of a setting, what cannot be declared so. */
  check(settings: SettingValues<S, Size>, beside: Beside, at: Pick<RuleContext, "fail">): void;
}

/** A part of a modality whose settings are not known by name. */
export interface AnyPart extends Omit<Part, "type"> {
  type(settings: never, beside: Beside): ValueType | undefined;
}

/** A modality whose settings are not known by name, as in a table of all modalities. */
export interface AnyModality extends Omit<Modality, "parts" | "check"> {
  readonly parts: Readonly<Record<string, AnyPart>>;
  check(settings: never, beside: Beside, at: Pick<RuleContext, "fail">): void;
}

/** The name of the only part of a modality whose inputs are one value. */
export const WHOLE = "";

/** Declares a modality whose inputs are one value, keeping the types of its settings. */
export function modality<const S extends Settings>(declaration: Common<S> & PartDeclaration<S>): Modality<S> {
  const { axes, kind, layout, dtype, prepare, ...rest } = declaration;
  return modalityOfParts({ ...rest, parts: { [WHOLE]: { axes, kind, layout, dtype, prepare } } });
}

/** Declares a modality whose inputs are several values, each read by its name behind that of the input. */
export function modalityOfParts<const S extends Settings>(
  declaration: Common<S> & { readonly parts: Readonly<Record<string, PartDeclaration<S>>> },
): Modality<S> {
  const { check, parts, ...rest } = declaration;
  return {
    ...rest,
    parts: Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, made(part, rest.defaultRange)]),
    ),
    check(settings, beside, at) {
      if (besideFits(rest, beside, at)) check?.(settings, beside, at);
    },
  };
}

function made<S extends Settings>(
  { layout, dtype, ...rest }: PartDeclaration<S>,
  defaultRange: Range,
): Part<S> {
  return {
    ...rest,
    type(settings, beside) {
      const laid = layout(settings, beside);
      if (laid === undefined) return undefined;
      const range = rest.kind === "signal" ? (beside.range ?? defaultRange) : UNBOUNDED;
      return { ...laid, range, presence: "always", mixing: "independent" };
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
