import type { Size } from "./size.ts";

/** A closed list of labels, declared with `category`. */
export interface Category {
  readonly name: string;
  readonly labels: readonly string[];
  /** Whether it stands for any category, while a block is checked for every use at once. */
  readonly open?: true;
}

/** What the numbers are. */
export type Kind =
  | { readonly name: "tokens"; readonly vocabulary: Size }
  | { readonly name: "signal" | "feature" | "distribution" | "mask" | "weight" }
  /** `logits` before a softmax, `probability` of exactly one label, `probabilities` of any of them. */
  | { readonly name: "logits" | "probability" | "probabilities"; readonly of: Category };

export type KindName = Kind["name"];

/** What the numbers of a decision about a category are: logits or probabilities of its labels. */
type Decision = Extract<Kind, { readonly of: Category }>;

export const isDecision = (kind: Kind): kind is Decision => "of" in kind;

/** Whether two categories are one; files may each declare their own of one name. */
export const sameCategory = (a: Category, b: Category): boolean =>
  a === b || (a.name === b.name && a.labels.join("\n") === b.labels.join("\n"));

/** A named axis. No tensor has two of one name. */
export interface Axis {
  readonly name: string;
  /** How many; for a ragged axis, at most how many. */
  readonly size: Size;
  /**
   * Present where a record may fill fewer than `size` places, the rest being padding that never counts: names
   * whose lengths those are. Two ragged axes agree only when they are filled alike, that is, have one name here.
   */
  readonly ragged?: string;
  /** Samples per second, in Hz, of a `time` axis. */
  readonly rate?: number;
}

/** On which scale the numbers lie. */
export type Range =
  | { readonly name: "between"; readonly low: number; readonly high: number }
  | { readonly name: "standardised" | "unbounded" };

/**
 * The type of a value, in six parts. The axes stand in the order in which the tensor holds them, after the
 * implicit batch axis; each carries its own rate.
 */
export interface ValueType {
  readonly kind: Kind;
  readonly axes: readonly Axis[];
  readonly range: Range;
  readonly presence: "always" | "optional";
  /** `batch` where a row's result may depend on the other rows. */
  readonly mixing: "independent" | "batch";
}

export const UNBOUNDED: Range = { name: "unbounded" };

/** An axis of a fixed size. */
export const axis = (name: string, size: Size): Axis => ({ name, size });

export function axisNamed(type: Pick<ValueType, "axes">, name: string): Axis | undefined {
  return type.axes.find((a) => a.name === name);
}

/** The axis that holds features, which layers map and fusions join. Where a value has it, it is the last. */
export const CHANNEL = "channel";

/** The axis of logits and probabilities: one place per label. Where a value has it, it is the last. */
export const LABEL = "label";
