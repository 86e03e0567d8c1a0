import type { Details } from "../../diagnostics/diagnostic.ts";
import type { MessageName, MessageParameters } from "../../diagnostics/messages/index.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { LowerContext, Lowered } from "../lower/context.ts";
import type { Size } from "../types/size.ts";
import type { Category, KindName, ValueType } from "../types/value-type.ts";
import type { Settings, SettingValues } from "./settings.ts";

/** A value that an operator takes. */
export interface OperandSpec {
  readonly many: boolean;
  /** What the numbers may be. */
  readonly accepts: readonly KindName[];
  readonly summary: string;
  /** For a list of operands, how many there must be at least. */
  readonly atLeast: number;
  /** Whether a list's values stand apart from each other, not joined place by place. */
  readonly apart?: boolean;
  /** Whether a list of values may hold a single one, which stands for itself. */
  readonly alone?: boolean;
}

type Operands = Readonly<Record<string, OperandSpec>>;

/** Operands by name, each a `T`, or a list of them where the operator takes many. */
type OperandValues<O extends Operands, T> = {
  readonly [K in keyof O]: O[K]["many"] extends true ? readonly T[] : T;
};

/** How a type rule reports what it refuses. */
export interface RuleContext {
  /**
   * Reports at the call, or at the operand or setting of that name, and returns undefined so that a rule can end
   * with it.
   */
  fail<N extends MessageName>(
    message: N,
    at: string,
    parameters: MessageParameters<N>,
    details?: Details,
  ): undefined;
  /** How the author refers to the operand, for use in messages: its text or its name. */
  words(operand: string, index?: number): string;
  /** A name for how a new ragged axis is filled that no other axis has; the lowering tells the places by `fill`. */
  fresh(axis: string): string;
  /** A fix that gives the call a setting more, such as `width: 128`. */
  adding?(setting: string): Pick<Details, "fixes">;
}

/** What a type rule says of the result; the framework adds presence and mixing. */
export type ResultType = Pick<ValueType, "kind" | "axes" | "range">;

/** What a lowering gives; the framework adds type and presence. */
export type LoweredResult = Tensor | Pick<Lowered, "tensor" | "log" | "logit">;

/** What an operator does with an operand that a record may lack. */
type PresenceRule =
  /** The result is absent where the operand is. */
  | "pass"
  /**
   * The operator has a rule of its own, said in words; its result is there when any operand is, or where the operand
   * that it `follows` is, of a list of operands any.
   */
  | { readonly rule: string; readonly follows?: string };

/** What an operator does with padding on a ragged axis. */
type RaggedRule =
  /** Every place is worked on by itself, so padding stays padding. */
  | "pass"
  /** Padding is left out of what is computed over places. */
  | "masked"
  /** A ragged operand is refused when checking, with the remedies. */
  | "refuse";

/** An operator of the language: everything there is to know about it, in one place. */
export interface Operator<O extends Operands = Operands, S extends Settings = Settings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference: shapes, formula, when to use it. Markdown. */
  readonly documentation?: string;
  readonly family: Family;
  readonly operands: O;
  /** In the order in which the positional ones may be given. */
  readonly settings: S;
  readonly presence: PresenceRule;
  readonly ragged: RaggedRule;
  /** `batch` where a row's result depends on the other rows of the batch. */
  readonly mixing?: "batch";
  /** `true` where training draws at random. */
  readonly stochastic?: boolean;
  /** `true` where the order of operands changes nothing but which of them a trained weight belongs to. */
  readonly commutative?: boolean;
  /** How the names of trained weights begin that decide how much each operand counts: other ones must give another result. */
  readonly weighs?: string;
  /**
   * Settings with which all operands count alike, or the operator that has them count alike: with any others the result must
   * be another.
   */
  readonly unweighted?: { readonly [K in keyof S]?: unknown } | "i2m2";
  /** Whether it takes each channel's mean away, over the batch or over places, so that an offset before it is lost. */
  centres?(operands: OperandValues<O, ValueType>, settings: SettingValues<S, Size>): boolean;
  /** Weights that move nothing, by the last part of their name, each with why: they get no gradient, and need none. */
  readonly idle?: Readonly<Record<string, string>>;
  /** The result's type, or undefined after reporting why there is none. */
  type(
    operands: OperandValues<O, ValueType>,
    settings: SettingValues<S, Size>,
    at: RuleContext,
  ): ResultType | undefined;
  /** How many weights are trained, as a formula for people and as a number for known types. */
  readonly parameters?: {
    readonly formula: string;
    count(operands: OperandValues<O, ValueType>, settings: SettingValues<S, number>): number;
  };
  /**
   * For operators that keep `state`: the category whose labels, on the validation split, they are held against between
   * epochs, or undefined where these settings need none.
   */
  judged?(operands: OperandValues<O, ValueType>, settings: SettingValues<S, number>): Category | undefined;
  /** The operator as primitives. */
  lower(
    context: LowerContext,
    operands: OperandValues<O, Lowered>,
    settings: SettingValues<S, number>,
    result: ResultType,
  ): LoweredResult;
  /**
   * As how many operators it counts, beside itself, in the bound on the work of compiling: for those that are written
   * out place by place.
   */
  repeats?(operands: OperandValues<O, ValueType>): Size;
  /** Where the definition is from. */
  readonly source?: string;
  /** Statements of a model that uses it, with `category Mood = ["glad", "sad"]` given; ends with an output. */
  readonly example: string;
}

/** An operator whose operands and settings are not known by name, as in a table of all operators. */
export interface AnyOperator
  extends Omit<Operator, "type" | "parameters" | "judged" | "lower" | "repeats" | "centres"> {
  type(operands: never, settings: never, at: RuleContext): ResultType | undefined;
  readonly parameters?: { readonly formula: string; count(operands: never, settings: never): number };
  judged?(operands: never, settings: never): Category | undefined;
  centres?(operands: never, settings: never): boolean;
  lower(context: LowerContext, operands: never, settings: never, result: ResultType): LoweredResult;
  repeats?(operands: never): Size;
}

export const FAMILIES = {
  encode: "Encoders and maps",
  activate: "Activations",
  normalise: "Normalisation and regularisation",
  pool: "Reductions over axes and values",
  shape: "Shape",
  attend: "Attention and recurrence",
  fuse: "Fusion",
  decide: "Decisions",
} as const;
type Family = keyof typeof FAMILIES;

/** Declares an operator, keeping the types of its operands and settings. */
export function operator<const O extends Operands, const S extends Settings>(
  declaration: Operator<O, S>,
): Operator<O, S> {
  return declaration;
}

/** An operand: one value. */
export function one<const K extends readonly KindName[]>(accepts: K, summary: string) {
  return { many: false, accepts, summary, atLeast: 1 } as const;
}

/** An operand that is a list of values, at least `atLeast` of them. */
export function many<const K extends readonly KindName[]>(
  accepts: K,
  summary: string,
  atLeast = 2,
  { apart = false, alone = false }: Pick<OperandSpec, "apart" | "alone"> = {},
) {
  return { many: true, accepts, summary, atLeast, apart, alone } as const;
}
