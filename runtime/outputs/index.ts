import type { OutputKindName, OutputSpec } from "../../compiler/plan/interface.ts";
import { category } from "./category.ts";
import type { AnyOutputRuntime, MetricOf } from "./define.ts";
import { number } from "./number.ts";
import { ordered } from "./ordered.ts";
import { sequence } from "./sequence.ts";
import { set } from "./set.ts";
import { vector } from "./vector.ts";

/** What the runtime does with outputs, by kind. */
const KINDS = { category, number, vector, set, ordered, sequence } as const satisfies {
  readonly [K in OutputKindName]: AnyOutputRuntime;
};

type Kinds = typeof KINDS;

export const runtimeOf = ({ kind }: Pick<OutputSpec, "kind">): AnyOutputRuntime => KINDS[kind];

/** What is predicted for an output of a kind. */
type DecisionOf<K extends OutputKindName> = ReturnType<Kinds[K]["decide"]>;

/** What a model decides about one output of a record. */
export type Decision = { [K in OutputKindName]: DecisionOf<K> }[OutputKindName];

/** The columns in which the answers to an output of a kind are kept. */
type AnswersOf<K extends OutputKindName> = Readonly<
  Record<keyof ReturnType<Kinds[K]["measure"]>["columns"] & string, Float64Array>
>;

/** How a kind of output fared; `T` is a metric with what is known of it. */
export type Fared<K extends OutputKindName, T> = {
  readonly name: string;
  readonly kind: K;
  readonly metrics: Readonly<Record<MetricOf<K> | "loss", T>>;
  /** Row by row, in the order of the data. */
  readonly answers: AnswersOf<K>;
} & ReturnType<Kinds[K]["details"]>;
