import type { outputKinds } from "../../compiler/outputs/index.generated.ts";
import type { OutputKindName, OutputSpec } from "../../compiler/plan/interface.ts";
import type { NumberArray } from "../files/bytes.ts";

/** An output of one kind. */
export type SpecOf<K extends OutputKindName> = Extract<OutputSpec, { kind: K }>;

/** The metrics that a kind of output has. */
export type MetricOf<K extends OutputKindName> = keyof (typeof outputKinds)[K]["metrics"] & string;

/** Those that rank all rows at once. */
export type RankedMetric = "auroc" | "average_precision";

/** Those that follow from sums. */
export type SummedOf<K extends OutputKindName> = Exclude<MetricOf<K>, RankedMetric>;

/** An output's answers as columns, row after row: all that its metrics need of each row. */
export type Answers<C extends string = string> = Readonly<Record<C, Float64Array>>;

/** What has been summed up of answers: all that metrics need of them together. */
export interface Tally {
  rows: number;
  readonly sums: Float64Array;
}

/** How the answers of an output are measured, by metrics M, which follow from sums, and R, which rank all rows at once. */
export interface Measure<C extends string = string, M extends string = string, R extends string = string> {
  /** How many numbers each column has for a row. */
  readonly columns: Readonly<Record<C, number>>;
  /** How many sums there are. */
  readonly sums: number;
  /** Writes down row `row` of what the model gave and of the targets, as place `place` of the columns. */
  answer(given: Float32Array, targets: NumberArray, row: number, into: Answers<C>, place: number): void;
  /** Adds the answer at a place to a tally, whose rows do not count it yet. */
  add(tally: Readonly<Tally>, answers: Answers<C>, place: number): void;
  /** NaN where nothing was counted, and of what says nothing about the output. */
  metrics(tally: Readonly<Tally>): Readonly<Record<M, number>>;
  /** Ranks so many rows once, and gives what measures them by how often each counts; once, if that is left out. */
  rank?(answers: Answers<C>, rows: number): (times?: ArrayLike<number>) => Readonly<Record<R, number>>;
}

/** A kind of output as it is met in records: targets in tables, predictions, measures. `D` is what it predicts. */
export interface OutputRuntime<
  K extends OutputKindName = OutputKindName,
  D = unknown,
  C extends string = string,
  E extends object = object,
> {
  /** Writes the target that a table's cell holds over all of `into`. Throws CellError. */
  encoder(output: SpecOf<K>): (cell: string | undefined, into: NumberArray) => void;
  /** What is predicted, from the numbers that the model gives for a row, all of them finite. */
  decide(output: SpecOf<K>, given: Float32Array): D;
  measure(output: SpecOf<K>): Measure<C, SummedOf<K>, RankedMetric & MetricOf<K>>;
  /** What an evaluation tells beside the metrics, of the answers that were summed up. */
  details(output: SpecOf<K>, tally: Readonly<Tally>, answers: Answers<C>): E;
}

/** A kind that is not known by name, as in a table of all kinds. */
export interface AnyOutputRuntime {
  encoder(output: never): (cell: string | undefined, into: NumberArray) => void;
  decide(output: never, given: Float32Array): unknown;
  measure(output: never): Measure;
  details(output: never, tally: Readonly<Tally>, answers: never): object;
}
