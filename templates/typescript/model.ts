import { type Column, tensorsOf } from "./columns.ts";
import { type Initial, initialValues } from "./initial.ts";
import type { Input, Learned } from "./inputs/input.ts";
import type { Output } from "./outputs/output.ts";
import { philoxUniform } from "./random/philox.ts";
import { stepCounter, streamKey } from "./random/streams.ts";
import { decodeSafetensors, encodeSafetensors, type Stored } from "./safetensors.ts";
import * as tf from "./tf.ts";

/** What the parts of a model see of a pass through it. */
export interface Scope {
  readonly training: boolean;
  /** How many steps there were. */
  readonly counters: Counters;
  /** Whether a part works as in training: in some phases some parts do not. */
  trains(part: string): boolean;
  /** Rows of the batch. */
  readonly rows: number;
  /** The scope of the model as a whole. */
  readonly top: Scope;
  /** The scope of a part, whose weights and draws have names below its own. */
  below(part: string): Scope;
  /** A tensor that is handed in. */
  feed(name: string): tf.Tensor;
  weight<R extends tf.Rank = tf.Rank>(name: string): tf.Tensor<R>;
  /** Sets what a variable holds after the step. */
  set(name: string, value: tf.Tensor): void;
  /** Numbers in [0, 1) that follow from the seed, the step and the name alone: Philox 4x32-10. */
  uniform(name: string, shape: readonly number[]): tf.Tensor;
}

/** Whole numbers that outlive a step. */
export interface Counters {
  /** Steps taken so far. */
  step: number;
  /** Steps taken before the present phase, and those that it will have. */
  began: number;
  horizon: number;
  seed: number;
}

/** Numbers that outlive a step. */
export interface VariableSpec {
  /** As in the checkpoints of a run. */
  readonly name: string;
  /**
   * - `weight`: moved by the optimizer.
   * - `frozen`: never moved.
   * - `statistic`: set by the forward pass in training.
   * - `state`: set between epochs, where the model was trained so.
   * - `slot`: the optimizer's memory.
   */
  readonly role: "weight" | "frozen" | "statistic" | "state" | "slot";
  readonly shape: readonly number[];
  readonly initial: Initial;
}

/** A model as it is written down. */
export interface Definition<I extends object, O extends object, Values> {
  readonly name: string;
  readonly variables: readonly VariableSpec[];
  readonly inputs: { readonly [K in keyof I]-?: Input<NonNullable<I[K]>> };
  readonly optional: readonly (keyof I & string)[];
  /** Names of the tensors that say which rows have an optional input. */
  readonly presence: { readonly [K in keyof I]?: string };
  readonly outputs: { readonly [K in keyof O]: Output<O[K], never> };
  /** From the tensors fed to what each output gives, and what a loss needs beside. */
  forward(scope: Scope): Values;
  /** What each output gives. */
  given(values: Values): { readonly [K in keyof O]: tf.Tensor };
}

/** What every model can do. */
export interface Model<I extends object, O extends object> {
  /** Predicts one record. */
  predict(input: I): Promise<O>;
  /** Predicts many records, in their order. */
  predictAll(inputs: readonly I[]): Promise<O[]>;
  /** The weights and what was learned of the inputs, as the bytes of a safetensors file. */
  saveWeights(): Promise<Uint8Array>;
  /** Takes weights from the bytes of a safetensors file, such as a checkpoint of a run. */
  loadWeights(bytes: Uint8Array): void;
  /** Frees the memory of the weights. */
  dispose(): void;
}

/** What a model holds while it is used. */
export interface State {
  readonly variables: ReadonlyMap<string, tf.Variable>;
  learned: Readonly<Record<string, Learned>>;
  readonly counters: Counters;
  /** Text that a file brought with it. */
  metadata: Readonly<Record<string, string>>;
}

export function createState(
  { variables }: Pick<Definition<object, object, unknown>, "variables">,
  seed: number,
): State {
  return {
    variables: new Map(
      variables.map(({ name, shape, initial }) => {
        const values = initialValues(initial, shape, streamKey(seed, name));
        return [name, tf.variable(tf.tensor(values, [...shape]))];
      }),
    ),
    learned: {},
    counters: { step: 0, began: 0, horizon: 0, seed },
    metadata: {},
  };
}

/** Rows that are computed at a time. */
const BATCH = 64;

export function createModel<I extends object, O extends object, Values>(
  definition: Definition<I, O, Values>,
  state: State,
): Model<I, O> {
  const names = Object.keys(definition.outputs) as (keyof O & string)[];

  async function predictAll(inputs: readonly I[]): Promise<O[]> {
    const decisions: O[] = [];
    for (let from = 0; from < inputs.length; from += BATCH) {
      const some = inputs.slice(from, from + BATCH);
      const columns = columnsOf(definition, state, some);
      const given = tf.tidy(() => {
        const scope = createScope(state, tensorsOf(columns), some.length);
        return definition.given(definition.forward(scope)) as Record<string, tf.Tensor>;
      });
      const numbers = new Map<string, Float32Array>();
      for (const name of names) numbers.set(name, (await given[name]?.data()) as Float32Array);
      tf.dispose(given);
      for (const row of some.keys()) {
        const decided = names.map((name) => {
          const all = numbers.get(name) ?? new Float32Array();
          const width = all.length / some.length;
          return [name, definition.outputs[name].decide(all.slice(row * width, (row + 1) * width))] as const;
        });
        decisions.push(Object.fromEntries(decided) as O);
      }
    }
    return decisions;
  }

  return {
    predictAll,
    async predict(input) {
      const [decision] = await predictAll([input]);
      return decision as O;
    },
    saveWeights: () => saveWeights(state),
    loadWeights: (bytes) => loadWeights(definition, state, bytes),
    dispose: () => tf.dispose([...state.variables.values()]),
  };
}

/** All columns of some records. */
export function columnsOf<I extends object>(
  {
    name: model,
    inputs,
    optional,
    presence,
  }: Pick<Definition<I, object, unknown>, "name" | "inputs" | "optional" | "presence">,
  { learned }: Pick<State, "learned">,
  records: readonly I[],
): Column[] {
  return (Object.keys(inputs) as (keyof I & string)[]).flatMap((name) => {
    const values = records.map((record) =>
      Object.hasOwn(record, name) ? (record[name] ?? undefined) : undefined,
    );
    const present = presence[name];
    if (!optional.includes(name) && values.includes(undefined))
      throw new Error(`${model} needs the input ${name}`);
    const columns = inputs[name].columns(values, learned[name] ?? {});
    const flags = Float32Array.from(values, (value) => (value === undefined ? 0 : 1));
    return present === undefined
      ? columns
      : [...columns, { name: present, shape: [], dtype: "float32", data: flags }];
  });
}

/** How a pass differs from one of prediction. */
interface Pass {
  readonly training?: boolean;
  /** Parts that work as in prediction. */
  readonly still?: readonly string[];
  /** Takes what variables hold after the step. */
  readonly set?: Scope["set"];
}

/** Whether something is one of some parts, or stands in one. */
export const isWithin = (parts: readonly string[], name: string): boolean =>
  parts.some((part) => name === part || name.startsWith(`${part}/`));

/** The scope of one pass. */
export function createScope(
  { variables, counters }: State,
  feeds: Readonly<Record<string, tf.Tensor>>,
  rows: number,
  { training = false, still = [], set = () => {} }: Pass = {},
): Scope {
  const scope = (prefix: string): Scope => {
    const below = (name: string) => (prefix === "" ? name : `${prefix}/${name}`);
    return {
      training,
      counters,
      trains: (part) => training && !isWithin(still, below(part)),
      rows,
      get top() {
        return scope("");
      },
      below: (part) => scope(below(part)),
      feed(name) {
        const fed = feeds[name];
        if (fed === undefined) throw new Error(`nothing is fed as ${name}`);
        return fed;
      },
      weight<R extends tf.Rank>(name: string) {
        const variable = variables.get(below(name));
        if (variable === undefined) throw new Error(`there is no weight ${below(name)}`);
        return variable as unknown as tf.Tensor<R>;
      },
      set: (name, value) => set(below(name), value),
      uniform(name, shape) {
        const count = shape.reduce((a, b) => a * b, 1);
        const key = streamKey(counters.seed, below(name));
        return tf.tensor(philoxUniform(key, stepCounter(counters.step), count), [...shape], "float32");
      },
    };
  };
  return scope("");
}

const COUNTERS: Readonly<Record<keyof Counters, string>> = {
  step: "counter/step",
  began: "counter/began",
  horizon: "counter/horizon",
  seed: "counter/seed",
};
const LEARNED = "learned";

async function saveWeights({ variables, counters, learned, metadata }: State): Promise<Uint8Array> {
  const tensors = new Map<string, Stored>();
  for (const [name, variable] of variables) {
    tensors.set(name, { shape: variable.shape, data: (await variable.data()) as Float32Array });
  }
  for (const [counter, name] of Object.entries(COUNTERS)) {
    const value = counters[counter as keyof typeof COUNTERS];
    tensors.set(name, { shape: [], data: Int32Array.of(value) });
  }
  return encodeSafetensors({ tensors, metadata: { ...metadata, [LEARNED]: JSON.stringify(learned) } });
}

function loadWeights(
  { name: model, variables: specs }: Pick<Definition<object, object, unknown>, "name" | "variables">,
  state: State,
  bytes: Uint8Array,
): void {
  const { tensors, metadata } = decodeSafetensors(bytes);
  // All is looked at before anything is changed.
  const found = specs.flatMap(({ name, role, shape }) => {
    const stored = tensors.get(name);
    if (stored === undefined && role === "slot") return [];
    if (stored === undefined) throw new Error(`these are no weights of ${model}: there is no ${name}`);
    if (String(stored.shape) !== String(shape)) {
      throw new Error(
        `these are no weights of ${model}: ${name} is [${stored.shape.join(", ")}], not [${shape.join(", ")}]`,
      );
    }
    return [[name, stored] as const];
  });
  const learned = metadata[LEARNED];
  if (learned !== undefined) state.learned = JSON.parse(learned) as State["learned"];
  state.metadata = metadata;
  for (const [counter, name] of Object.entries(COUNTERS)) {
    const value = tensors.get(name)?.data[0];
    if (value !== undefined) state.counters[counter as keyof typeof COUNTERS] = value;
  }
  for (const [name, { shape, data }] of found) {
    tf.tidy(() => state.variables.get(name)?.assign(tf.tensor(data, [...shape], "float32")));
  }
}
