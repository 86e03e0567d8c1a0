import type { Program, Variable } from "../../compiler/graph/graph.ts";
import type { NumberArray } from "../files/bytes.ts";
import type { VariableValues } from "../model/backend.ts";

/** What is fed, by name: one row after another. */
export type Feeds = Readonly<Record<string, NumberArray>>;

/** What a program gives: row-major numbers of a shape. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** What computes programs while a model is tried. */
export interface Machine {
  /** For people: `TensorFlow 2.21.0`. */
  readonly name: string;
  /** Whether it knows no double precision. */
  readonly isSingle?: boolean;
  /**
   * Makes programs ready that share variables, in the arithmetic in which users run them or in double precision, where
   * what should be equal is equal to many places.
   */
  open(
    programs: readonly Program[],
    variables: readonly Variable[],
    precision: "float32" | "float64",
  ): Promise<Opened>;
}

export interface Opened {
  /** Runs a program. Feeds that it does not take are left out. */
  run(program: string, feeds: Feeds): Promise<Record<string, Numbers>>;
  /** Sets every variable. */
  assign(values: VariableValues): void;
  /** The values of all variables. */
  read(): VariableValues;
  close(): void;
}

/** Makes something of each, one after the other, as what shares a machine has to. */
export async function inTurn<T, R>(all: readonly T[], make: (one: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (const one of all) made.push(await make(one));
  return made;
}
