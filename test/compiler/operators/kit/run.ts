/** Lowers one operator and computes what it gives, with weights that are made up for the occasion. */
import { gradientsOf } from "../../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import { createOps, type Ops } from "../../../../compiler/graph/ops.ts";
import { BATCH, type Shape, type Tensor } from "../../../../compiler/graph/tensor.ts";
import type { LowerContext, Lowered } from "../../../../compiler/lower/context.ts";
import type { Judge, Judged } from "../../../../compiler/lower/validation.ts";
import type { AnyOperator, ResultType } from "../../../../compiler/operators/define.ts";
import { type OperatorName, operators } from "../../../../compiler/operators/index.generated.ts";
import type { Initialiser } from "../../../../compiler/random/initialisers.ts";
import { placesAfter, stepsOf } from "../../../../compiler/types/filling.ts";
import type { Axis, ValueType } from "../../../../compiler/types/value-type.ts";
import { flat, type Nested, nest, type Row, sample, shapeOf, softmax, table } from "./arrays.ts";
import { evaluate } from "./compute.ts";
import { type Chosen, judge, withDefaults } from "./types.ts";

/** An operand: its type, and its values for each row. */
export interface Fed {
  readonly type: ValueType;
  readonly values: Nested;
  readonly presence?: Row;
}

/** An operand with made-up values: tokens within the vocabulary, probabilities that sum to one or are each between 0 and 1, else any numbers. */
export function fed(
  type: ValueType,
  {
    rows = 2,
    seed = 1,
    shift = 0,
    presence,
  }: { rows?: number; seed?: number; shift?: number; presence?: Row } = {},
): Fed {
  const shape = [rows, ...type.axes.map((axis) => axis.size as number)];
  const numbers = flat(sample(shape, seed)).map((value) => value + shift);
  const { kind } = type;
  const values = nest(
    kind.name === "tokens"
      ? numbers.map((value) => Math.floor(((value + 1.5) / 3) * (kind.vocabulary as number)))
      : kind.name === "probability"
        ? softmaxes(numbers, shape.at(-1)!)
        : kind.name === "probabilities"
          ? numbers.map((value) => 1 / (1 + Math.exp(-value)))
          : numbers,
    shape,
  );
  return { type, values, ...(presence && { presence }) };
}

const softmaxes = (numbers: Row, size: number): number[] =>
  table(numbers.length / size, (i) => softmax(numbers.slice(i * size, (i + 1) * size))).flat();

export interface Options {
  readonly training?: boolean;
  /** How many places each row fills of the axes that an input fills, by that input's name; by default, all. */
  readonly lengths?: Readonly<Record<string, Row>>;
  /** Weights that are not to be made up. */
  readonly weights?: Readonly<Record<string, Nested>>;
  /** States that are not to be made up. */
  readonly states?: Readonly<Record<string, Nested>>;
  /** Which label of each row is true, if states are to be judged. */
  readonly labels?: Row;
  /** Statistics before the step that are not to be made up. */
  readonly statistics?: Readonly<Record<string, Nested>>;
  /** Random draws, by name. */
  readonly draws?: Readonly<Record<string, Nested>>;
  /** Whether to compute by how much a sum of the results, each with a factor of its own, changes with what it is made of. */
  readonly slopes?: boolean;
  /** Is told what is computed, so that it can be computed elsewhere too. */
  readonly watch?: (computed: Computed) => void;
  /** How what the operator comes to is computed, if not by plain loops. */
  readonly evaluate?: typeof evaluate;
}

/** Tensors, what was fed for them, and what they are. */
export interface Computed {
  readonly roots: Readonly<Record<string, Tensor>>;
  readonly feeds: Readonly<Record<string, Nested>>;
  readonly found: Readonly<Record<string, Nested>>;
}

export interface Applied {
  /** What the type rule says of the result. */
  readonly type: ResultType;
  readonly values: Nested;
  readonly log?: Nested;
  /** Which places of a ragged axis of the result each row fills: 1 or 0, by what the axis says of its filling. */
  readonly masks: Readonly<Record<string, Nested>>;
  readonly weights: Readonly<Record<string, Nested>>;
  readonly initialisers: Readonly<Record<string, Initialiser>>;
  /** Statistics before the step, and those that it has set. */
  readonly before: Readonly<Record<string, Nested>>;
  readonly after: Readonly<Record<string, Nested>>;
  /** What the rows say of each state, if labels are given. */
  readonly judged: Readonly<Record<string, Readonly<Record<keyof Judged, Nested>>>>;
  /** Gradients by weights and by operands of features, if asked for. */
  readonly slopes: Readonly<Record<string, Nested>>;
}

type Operands = Readonly<Record<string, Fed | readonly Fed[]>>;

/** Applies an operator to operands. */
export function apply(
  name: OperatorName,
  operands: Operands,
  settings: Chosen = {},
  {
    training = false,
    lengths = {},
    weights: given = {},
    states = {},
    labels,
    statistics = {},
    draws = {},
    slopes = false,
    watch,
    evaluate: computed = evaluate,
  }: Options = {},
): Applied {
  const operator: AnyOperator = operators[name];
  const all = withDefaults(operator.settings, settings);
  const { type, findings } = judge(
    name,
    each(operands, (operand) => operand.type),
    settings,
  );
  if (type === undefined) throw new Error(findings.map(({ text }) => text).join("; "));

  const g = createOps(createBuilder());
  const fedIn: Record<string, Nested> = {};
  const feed = (
    key: string,
    values: Nested,
    shape: Shape,
    dtype: "float32" | "int32" = "float32",
  ): Tensor => {
    fedIn[key] = values;
    return g.feed({ name: key, shape, dtype });
  };
  const rows = (Object.values(operands).flat()[0]!.values as readonly Nested[]).length;

  const sources: Record<string, Tensor> = {};
  let count = 0;
  const lowered = each(operands, ({ type: own, values, presence }): Lowered => {
    const key = `operand_${count++}`;
    const shape = [BATCH, ...shapeOf(values).slice(1)];
    const dtype = own.kind.name === "tokens" ? "int32" : "float32";
    const tensor = feed(key, values, shape, dtype);
    if (dtype === "float32") sources[key] = tensor;
    return {
      type: own,
      tensor,
      ...(presence && { presence: feed(`${key}/present`, presence, [BATCH]) }),
    };
  });

  const weights: Record<string, Nested> = {};
  const initialisers: Record<string, Initialiser> = {};
  const before: Record<string, Nested> = {};
  const after: Record<string, Tensor> = {};
  const filled = new Map<string, Tensor>();
  const maskOf = (axis: Axis): Tensor | undefined =>
    axis.ragged === undefined
      ? undefined
      : (filled.get(axis.ragged) ??
        feed(`mask/${axis.ragged}`, mask(axis, rows, lengths), [BATCH, axis.size as number]));
  const judges: Record<string, Judge> = {};
  const context: LowerContext = {
    g,
    training,
    weight(key, shape, initialiser) {
      weights[key] ??= given[key] ?? sample(shape, 100 + Object.keys(weights).length);
      initialisers[key] = initialiser;
      sources[key] ??= feed(`weight/${key}`, weights[key], shape);
      return sources[key];
    },
    statistic(key, shape) {
      // Variances are among them, so all are above 0.
      before[key] ??=
        statistics[key] ??
        nest(
          flat(sample(shape, 200 + Object.keys(before).length)).map((value) => Math.abs(value) + 0.5),
          shape,
        );
      return {
        value: feed(`statistic/${key}`, before[key], shape),
        update(value) {
          after[key] = value;
        },
      };
    },
    state(key, shape, initialiser, judge) {
      initialisers[key] = initialiser;
      judges[key] = judge;
      const made = flat(sample(shape, 500)).map((value) => Math.abs(value) / 2 + 0.1);
      return feed(`state/${key}`, states[key] ?? nest(made, shape), shape);
    },
    random: (key, shape) =>
      feed(
        `random/${key}`,
        draws[key] ??
          nest(
            flat(sample([rows, ...shape.slice(1).map(Number)], 300)).map((v) => (v + 1.5) / 3),
            [rows, ...shape.slice(1).map(Number)],
          ),
        shape,
      ),
    mask: maskOf,
    fill: (axis, mask) => void filled.set(axis.ragged!, mask),
  };

  const made = operator.lower(context, lowered as never, all as never, type);
  const result = "tensor" in made ? made : { tensor: made };
  const ragged = type.axes.filter((axis) => axis.ragged !== undefined);
  const under = (group: string, tensors: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [`${group}/${key}`, tensor]));
  const verdicts = labels === undefined ? {} : judgements(judges, feed("labels", labels, [BATCH], "int32"));
  const roots = {
    values: result.tensor,
    ...("log" in result && { log: result.log }),
    ...under("after", after),
    ...verdicts,
    ...under("mask", Object.fromEntries(ragged.map((axis) => [axis.ragged!, maskOf(axis)!]))),
    ...(slopes && slopesOf(g, result.tensor, sources)),
  };
  const found = computed(roots, fedIn, rows);
  watch?.({ roots, feeds: fedIn, found });
  return {
    type,
    values: found.values!,
    ...(found.log !== undefined && { log: found.log }),
    masks: Object.fromEntries(ragged.map((axis) => [axis.ragged!, found[`mask/${axis.ragged}`]!])),
    weights,
    initialisers,
    before,
    after: Object.fromEntries(Object.keys(after).map((key) => [key, found[`after/${key}`]!])),
    judged: Object.fromEntries(
      Object.keys(labels === undefined ? {} : judges).map((key) => [
        key,
        { values: found[`${key}/values`]!, counts: found[`${key}/counts`]! },
      ]),
    ),
    slopes: slopes
      ? Object.fromEntries(Object.keys(sources).map((key) => [key, found[`slope/${key}`]!]))
      : {},
  };
}

const judgements = (judges: Readonly<Record<string, Judge>>, labels: Tensor): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(judges).flatMap(([key, judge]) => {
      const { values, counts } = judge(labels);
      return [
        [`${key}/values`, values],
        [`${key}/counts`, counts],
      ];
    }),
  );

/** Gradients of a sum of all that a tensor holds, each number with a factor of its own. */
function slopesOf(g: Ops, result: Tensor, sources: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const places = result.shape.slice(1) as number[];
  const factors = g.constant(flat(sample(places, 400)), [1, ...places]);
  const axes = result.shape.map((_, axis) => axis);
  const found = gradientsOf(g, g.reduceSum(g.mul(result, factors), axes), Object.values(sources));
  return Object.fromEntries(Object.keys(sources).map((key, i) => [`slope/${key}`, found[i]!]));
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

function each<T>(operands: Operands, change: (operand: Fed) => T): Record<string, T | readonly T[]> {
  return Object.fromEntries(
    Object.entries(operands).map(([name, operand]) => [
      name,
      isList(operand) ? operand.map(change) : change(operand),
    ]),
  );
}

function mask(axis: Axis, rows: number, lengths: Readonly<Record<string, Row>>): Nested {
  const { from, steps } = stepsOf(axis.ragged!);
  return table(rows, (row) => {
    const length = lengths[from]?.[row] ?? Number.POSITIVE_INFINITY;
    const filled = placesAfter(steps, length);
    return table(axis.size as number, (place) => (place < filled ? 1 : 0));
  });
}
