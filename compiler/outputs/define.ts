import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { LowerContext, Lowered } from "../lower/context.ts";
import type { Settings, SettingValues } from "../operators/settings.ts";
import type { OutputKindName, OutputType, TargetSpec } from "../plan/interface.ts";
import type { Category, ValueType } from "../types/value-type.ts";

/** A measure of how well an output is predicted. */
export interface Metric {
  readonly better: "higher" | "lower";
  /** For the reference: what it is, in a few words. */
  readonly summary: string;
  /** Whether it stands in the line that is shown after every epoch. */
  readonly shown?: true;
  /**
   * Whether it ranks rows by their scores, so that it needs those of all rows at once. It is told of validation rows and of
   * an evaluation, not of the steps of a training.
   */
  readonly ranked?: true;
  /** It says something only of outputs with more labels than this. */
  readonly beyond?: number;
}

/** What stands in an output's type beside the name of its kind. */
export interface Declared<S extends Settings = Settings> {
  /** The category that is named; undefined for kinds that take none. */
  readonly category: Category | undefined;
  readonly settings: SettingValues<S, number>;
}

/** How a value of another type becomes what an output needs. */
export interface Remedy {
  readonly help: string;
  /** What mends it for certain when it is written behind the value, as ` |> classify(Mood)`. */
  readonly append?: string;
}

type Mask = LowerContext["mask"];

type TypeOf<K extends OutputKindName> = Extract<OutputType, { kind: K }>;

/** A kind of output: everything that the compiler knows about it, in one place. */
export interface OutputKind<
  K extends OutputKindName = OutputKindName,
  S extends Settings = Settings,
  M extends string = string,
> {
  readonly name: K;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference: cells, what is predicted. Markdown. */
  readonly documentation: string;
  /** How it is written behind the name of an output. */
  readonly written: string;
  /** `named` where the type is a category's own name, `inside` where one stands in `<>`. */
  readonly category: "named" | "inside" | "none";
  /** What may stand in parentheses behind the name. */
  readonly settings: S;
  /** The output's type; `value` is that of what it is given, if it has one, which need not fit. */
  type(declared: Declared<S>, value: ValueType | undefined): TypeOf<K>;
  /** What the value must be, in words that follow `needs`. */
  needs(type: TypeOf<K>): string;
  fits(type: TypeOf<K>, value: ValueType): boolean;
  /** For a value that does not fit. */
  remedy(type: TypeOf<K>, value: ValueType): Remedy;
  /** The tensor that a record's target is fed as. */
  target(type: TypeOf<K>): TargetSpec;
  /** What `predict` gives for the output: float32 `[B, …]`. `mask` is 1 where a row fills a place of a ragged axis. */
  result(g: Ops, value: Lowered, mask: Mask): Tensor;
  /** The loss that is usual for it. */
  readonly loss: string;
  /** In the order in which they are shown. */
  readonly metrics: Readonly<Record<M, Metric>>;
  /** Statements of a model that uses it, with `category Mood = ["glad", "sad"]` given; ends with the output. */
  readonly example: string;
}

/** A kind whose declaration is not known by name, as in a table of all kinds. */
export interface AnyOutputKind
  extends Omit<OutputKind, "type" | "needs" | "fits" | "remedy" | "target" | "settings"> {
  readonly settings: Settings;
  type(declared: never, value: ValueType | undefined): OutputType;
  needs(type: never): string;
  fits(type: never, value: ValueType): boolean;
  remedy(type: never, value: ValueType): Remedy;
  target(type: never): TargetSpec;
}

/** Declares a kind of output, keeping the types of its settings and the names of its metrics. */
export function outputKind<K extends OutputKindName, const S extends Settings, M extends string>(
  declaration: OutputKind<K, S, M>,
): OutputKind<K, S, M> {
  return declaration;
}
