import type { Chosen } from "../check/choose.ts";
import type { Application } from "../check/elaborator.ts";
import type { TypedModel } from "../check/model.ts";
import { neededFor } from "../check/needed.ts";
import type { TypedValue } from "../check/values.ts";
import type { DropName } from "../drops/index.generated.ts";
import type { Update, Variable } from "../graph/graph.ts";
import type { Ops } from "../graph/ops.ts";
import { BATCH, type Shape, type Tensor } from "../graph/tensor.ts";
import { type AnyModality, WHOLE } from "../modalities/define.ts";
import { type ModalityName, modalities } from "../modalities/index.generated.ts";
import type { AnyOperator, LoweredResult } from "../operators/define.ts";
import { operators } from "../operators/index.generated.ts";
import { COUNTERS } from "../plan/compiled-model.ts";
import { type InputPart, type InputSpec, lengthFeed } from "../plan/interface.ts";
import { neededPlaces, stepsOf } from "../types/filling.ts";
import type { Axis } from "../types/value-type.ts";
import type { LowerContext, Lowered, Statistic } from "./context.ts";
import { dropInputs } from "./drop.ts";
import type { JudgedState } from "./validation.ts";
import type { Variables } from "./variables.ts";
import { lowerWeight } from "./weight.ts";

/** A counter of the model, read as an int32 scalar. */
export function readCounter(g: Ops, variables: Variables, counter: keyof typeof COUNTERS): Tensor {
  return g.read(variables.get(counterVariable(counter)));
}

export function counterVariable(counter: keyof typeof COUNTERS): Variable {
  return {
    name: COUNTERS[counter],
    role: "counter",
    shape: [],
    dtype: "int32",
    initialiser: { kind: "zeros" },
    origin: { path: COUNTERS[counter] },
  };
}

/** One pass through a model: some of its values as tensors, and the statistics that the pass sets. */
export interface Forward {
  readonly values: ReadonlyMap<number, Lowered>;
  readonly statistics: readonly Update[];
  /** States that the runtime sets between epochs. */
  readonly judged: readonly JudgedState[];
  /** For a ragged axis, float32 `[B, size]`: 1 where a row fills the place. */
  readonly mask: LowerContext["mask"];
}

interface PassOptions {
  /** By which rule records lose inputs. */
  readonly drop?: Chosen<DropName> | undefined;
  /** Makes operators that declare to work otherwise in training work as in prediction; a path, all but that there. */
  readonly calm?: string;
  /** Ids of the values that are made as in prediction. */
  readonly still?: ReadonlySet<number>;
  /** Values that are handed in, by id. */
  readonly given?: ReadonlyMap<number, Lowered>;
  /**
   * A bool scalar that says whether the pass is one of training. Where it is given, what differs between training and
   * prediction is written both ways, and chosen by it.
   */
  readonly mode?: Tensor;
}

/** Whether the operator at a path is as in training in a calm pass: it declares nothing that would differ there. */
function isUndeclared(name: Application["operator"], path: string, calm: string): boolean {
  const { stochastic, mixing }: AnyOperator = operators[name];
  return stochastic !== true && mixing === undefined && (calm === "all" || calm === path);
}

/**
 * Writes a model's operators out as primitives, those that `wanted` values depend on. `training` says whether this
 * is the forward pass of a training step.
 */
export function lowerForward(
  g: Ops,
  model: TypedModel,
  wanted: readonly TypedValue[],
  variables: Variables,
  training: boolean,
  { drop, calm, still, given = new Map(), mode }: PassOptions = {},
): Forward {
  const values = new Map(given);
  const statistics = new Map<string, { variable: Variable; value: Tensor }>();
  const judged: JudgedState[] = [];
  const draws = new Map<string, number>();
  const masks = new Map<string, Tensor>();

  const draw = (stream: string, shape: Shape) => {
    const count = (draws.get(stream) ?? 0) + 1;
    draws.set(stream, count);
    const seed = readCounter(g, variables, "seed");
    const step = readCounter(g, variables, "step");
    return g.randomUniform(seed, step, { stream: count === 1 ? stream : `${stream}_${count}`, shape });
  };

  const mask = (axis: Axis) => (axis.ragged === undefined ? undefined : maskOf(g, masks, axis, axis.ragged));

  const contextFor = ({ operator, path, span, result }: Application, training: boolean): LowerContext => ({
    g,
    training:
      training && !still?.has(result.id) && (calm === undefined || isUndeclared(operator, path, calm)),
    weight: (name, shape, initialiser) =>
      g.read(
        variables.get({
          name: `${path}/${name}`,
          role: "weight",
          shape,
          dtype: "float32",
          initialiser,
          origin: { path, span },
        }),
      ),
    statistic(name, shape, initialiser): Statistic {
      const variable = variables.get({
        name: `${path}/${name}`,
        role: "statistic",
        shape,
        dtype: "float32",
        initialiser,
        origin: { path, span },
      });
      return {
        // A second use of the same instance continues from what the first has set.
        value: (training ? statistics.get(variable.name)?.value : undefined) ?? g.read(variable),
        update(value) {
          if (training && !still?.has(result.id)) statistics.set(variable.name, { variable, value });
        },
      };
    },
    state(name, shape, initialiser, judge, rule = "mean") {
      const variable = variables.get({
        name: `${path}/${name}`,
        role: "state",
        shape,
        dtype: "float32",
        initialiser,
        origin: { path, span },
      });
      const output = model.judges.get(path);
      if (output !== undefined) judged.push({ variable, output, rule, judge });
      return g.read(variable);
    },
    random: (name, shape) => draw(`${path}/${name}`, shape),
    mask,
    fill: (axis, mask) => void masks.set(axis.ragged!, mask),
  });

  const loweredOf = (value: TypedValue, application?: number): Lowered => {
    if (value.weight !== undefined && !values.has(value.id))
      values.set(value.id, lowerWeight(g, variables, value.weight, value.type, application));
    return values.get(value.id)!;
  };

  const needed = neededFor(model.applications, wanted, new Set(given.keys()));
  const inputs = model.inputs.filter((input) => input.values.some(({ id }) => needed.has(id)));
  for (const { spec, values: parts } of inputs) {
    for (const [i, { id }] of parts.entries()) {
      if (!needed.has(id)) continue;
      const lower = () => lowerInput(g, spec, spec.parts[i]!);
      values.set(id, g.within({ path: spec.name, span: spec.span }, lower));
    }
  }
  if (drop !== undefined) dropInputs(g, drop, inputs, values, draw, mode);
  for (const [i, application] of model.applications.entries()) {
    const { result, operands, path, span } = application;
    if (!needed.has(result.id) || given.has(result.id)) continue;
    const taken = mapOperands(operands, (value) => loweredOf(value, i));
    const lowered = g.within({ path, span, application: i }, () => {
      const operator: AnyOperator = operators[application.operator];
      const lower = (training: boolean) =>
        operator.lower(
          contextFor(application, training),
          taken as never,
          application.settings as never,
          result.type,
        );
      const differs = mode !== undefined && (operator.stochastic === true || operator.mixing !== undefined);
      const made = differs ? chosenBy(g, mode, lower(true), lower(false)) : lower(training);
      const presence = presenceOf(g, operator.presence, taken);
      return {
        type: result.type,
        ...("node" in made ? { tensor: made } : made),
        ...(presence === undefined ? {} : { presence }),
      };
    });
    values.set(result.id, lowered);
  }
  for (const value of wanted) loweredOf(value);
  return { values, statistics: [...statistics.values()], judged, mask };
}

/** What training gives where the bool scalar holds, else what prediction gives. */
function chosenBy(g: Ops, mode: Tensor, training: LoweredResult, predicting: LoweredResult): LoweredResult {
  const [a, b] = [training, predicting].map((made) => ("node" in made ? { tensor: made } : made));
  const choose = (part: "tensor" | "log" | "logit") => {
    const [there, here] = [a![part], b![part]];
    if (there === undefined || here === undefined) return {};
    return { [part]: there === here ? there : g.select(mode, there, here) };
  };
  return { tensor: a!.tensor, ...choose("tensor"), ...choose("log"), ...choose("logit") };
}

/** A part of an input as a value: numbers scaled as declared, and for an optional one whether it is there. */
function lowerInput(g: Ops, { modality, presence }: InputSpec, part: InputPart): Lowered {
  const { feed, shape, dtype, type } = part;
  const declared = (modalities[modality as ModalityName] as AnyModality).parts[part.name ?? WHOLE]!;
  const tensor = declared.prepare(g, g.feed({ name: feed, shape: [BATCH, ...shape], dtype }), type);
  if (presence === undefined) return { type, tensor };
  return { type, tensor, presence: g.feed({ name: presence, shape: [BATCH], dtype: "float32" }) };
}

/** Float32 `[B, size]`: 1 at every place that a row fills, by how the axis says that it is filled. */
function maskOf(g: Ops, masks: Map<string, Tensor>, axis: Axis, ragged: string): Tensor {
  const known = masks.get(ragged);
  if (known !== undefined) return known;
  const { from, steps } = stepsOf(ragged);
  // A place is filled where what it was made from is: of the places before the steps, the last that it needs.
  const last = Array.from({ length: axis.size as number }, (_, place) => neededPlaces(steps, place) - 1);
  const lengths = g.feed({ name: lengthFeed(from), shape: [BATCH], dtype: "int32" });
  const places = g.constant(last, [1, last.length], "int32");
  const mask = g.cast(g.less(places, g.reshape(lengths, [BATCH, 1])), "float32");
  masks.set(ragged, mask);
  return mask;
}

/** Whether a result is there: where every operand is, or for operators with a rule of their own as that says. */
function presenceOf(
  g: Ops,
  rule: AnyOperator["presence"],
  taken: Readonly<Record<string, Lowered | readonly Lowered[]>>,
): Tensor | undefined {
  const followed = typeof rule === "object" ? rule.follows : undefined;
  const operands = followed === undefined ? Object.values(taken).flat() : [taken[followed]!].flat();
  const flags = operands.flatMap((operand) => operand.presence ?? []);
  if (flags.length === 0) return undefined;
  if (rule === "pass") return flags.reduce((a, b) => g.mul(a, b));
  return flags.length < operands.length ? undefined : flags.reduce((a, b) => g.maximum(a, b));
}

function mapOperands<T>(
  operands: Application["operands"],
  change: (value: TypedValue) => T,
): Record<string, T | readonly T[]> {
  return Object.fromEntries(
    Object.entries(operands).map(([name, operand]) => [
      name,
      isList(operand) ? operand.map(change) : change(operand),
    ]),
  );
}

const isList = (operand: TypedValue | readonly TypedValue[]): operand is readonly TypedValue[] =>
  Array.isArray(operand);
