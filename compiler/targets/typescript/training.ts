import type { TypedModel } from "../../check/model.ts";
import { neededFor } from "../../check/needed.ts";
import type { TrainSpec } from "../../check/train.ts";
import { nodesOf, type Variable } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { moves, type Stretch, stillIn, stretchesOf } from "../../lower/stretches.ts";
import type { AnyOperator } from "../../operators/define.ts";
import { operators } from "../../operators/index.generated.ts";
import { optimizers } from "../../optimizers/index.generated.ts";
import type { EarlyStopping } from "../../plan/train-plan.ts";
import { type Code, number, tensor } from "./code.ts";
import { writePart } from "./functions.ts";
import { list, objectOf } from "./objects.ts";
import type { ModuleWriting, Part } from "./part.ts";
import { writeFollowing } from "./passes.ts";
import { clipRule, moveRule, type Rule, rateRule } from "./rules.ts";
import type { Sketch } from "./sketch.ts";
import { stopMeasure } from "./stops.ts";
import { key, literal, typeName, variableName } from "./words.ts";

/** What the definition of a model says of its training: its entries, and the slots of all optimizers. */
export interface TrainingCode {
  readonly entries: readonly string[];
  readonly slots: readonly string[];
}

/** Writes what trains a model as functions, and says how its definition refers to them. */
export function writeTraining(
  module: ModuleWriting,
  model: TypedModel,
  spec: TrainSpec,
  drawn: Sketch,
  keys: ReadonlyMap<Tensor, string>,
  variables: readonly Variable[],
): TrainingCode {
  const stretches = stretchesOf(spec);
  const write = once(module);
  const phases = stretches.map((stretch, i) => {
    const { optimizer, schedule, phase } = stretch;
    const called = (name: string) => (phase === undefined ? name : `${name}Of${typeName(phase.plan.name)}`);
    const loss = write("loss", called("loss"), drawn.losses[i], (name) =>
      writeFollowing(module, drawn, keys, {
        name,
        documentation:
          phase === undefined ? "What is minimised." : `What is minimised in the phase ${phase.plan.name}.`,
        results: drawn.losses[i]!,
        returns: "tf.Tensor",
      }),
    );
    const rate = write(
      "learningRate",
      called("learningRate"),
      JSON.stringify([optimizer.settings.learning_rate, schedule]),
      (name) =>
        writeRule(module, rateRule(stretch), {
          name,
          documentation: `The learning rate after \`step\` of \`horizon\` steps: ${optimizer.settings.learning_rate}, by the schedule ${schedule.name}.`,
          returns: "number",
        }),
    );
    const { learning_rate: _, ...settings } = optimizer.settings;
    const move = write("move", called("move"), JSON.stringify([optimizer.name, settings]), (name) =>
      writeRule(module, moveRule(stretch), {
        name,
        documentation: `A step of ${optimizer.name}: a weight and what is remembered of it.`,
        returns: "tf.Tensor[]",
      }),
    );
    const stop = phase?.plan.stop ?? spec.plan.stop;
    return objectOf({
      epochs: String(phase?.plan.epochs ?? spec.plan.epochs),
      slots: list(optimizers[optimizer.name].slots.map(literal)),
      moves: moved(stretch, variables),
      still: still(model, stretch),
      stop: stop && stopCode(module, model, drawn, keys, stop),
      loss,
      learningRate: rate,
      move,
    });
  });
  const clipping = clipRule(spec);
  if (clipping !== undefined) {
    writeRule(module, clipping, {
      name: "clip",
      documentation: `Keeps a gradient from being too large: ${spec.clip!.name}.`,
      returns: "tf.Tensor",
    });
  }
  const states = drawn.judged.map(({ variable, rule, said }) => {
    const judge = module.unique(`judge${typeName(variable)}`);
    writeFollowing(module, drawn, keys, {
      name: judge,
      documentation: `What rows of validation say of ${variable}.`,
      results: new Map(Object.entries(said)),
      returns: "Judged",
    });
    return `${key(variable, "object")}: { rule: ${literal(rule)}, judge: ${judge} }`;
  });
  const fits = variables.flatMap(({ name, fitted }) =>
    fitted === undefined
      ? []
      : [`{ variable: ${literal(name)}, output: ${literal(fitted.output)}, rule: ${literal(fitted.rule)} }`],
  );
  return {
    slots: [...new Set(stretches.flatMap(({ optimizer }) => optimizers[optimizer.name].slots))],
    entries: [
      `batch: ${spec.plan.batch}`,
      `phases: ${list(phases)}`,
      `fits: ${list(fits)}`,
      clipping === undefined ? "clip: (gradient) => gradient" : "clip",
      ...(states.length === 0 ? [] : [`states: { ${states.join(", ")} }`]),
    ],
  };
}

/** Writes a function once for all phases in which it is the same, under a name of its own where there are others. */
function once(module: ModuleWriting) {
  const written = new Map<string, Map<unknown, string>>();
  return (kind: string, other: string, is: unknown, write: (name: string) => void): string => {
    const all = written.get(kind) ?? new Map<unknown, string>();
    written.set(kind, all);
    const known = all.get(is);
    if (known !== undefined) return known;
    const name = all.size === 0 ? kind : module.unique(other);
    all.set(is, name);
    write(name);
    return name;
  };
}

/** The shortest list of parts that holds all of `inside` and none of `outside`. */
function cover(inside: readonly string[], outside: readonly string[]): string[] {
  const within = (part: string, name: string) => name === part || name.startsWith(`${part}/`);
  const found: string[] = [];
  for (const name of inside) {
    if (found.some((part) => within(part, name))) continue;
    const words = name.split("/");
    const parts = words.map((_, i) => words.slice(0, i + 1).join("/"));
    found.push(parts.find((part) => !outside.some((other) => within(part, other))) ?? name);
  }
  return found;
}

/** The parts whose weights a stretch moves; undefined where it moves all. */
function moved(stretch: Stretch, variables: readonly Variable[]): string | undefined {
  const weights = variables.filter(({ role }) => role === "weight");
  const inside = weights.filter((weight) => moves(stretch, weight)).map(({ name }) => name);
  const outside = weights.filter((weight) => !moves(stretch, weight)).map(({ name }) => name);
  return outside.length === 0 ? undefined : list(cover(inside, outside).map(literal));
}

/** The parts that differ between training and prediction, and in a stretch work as in prediction. */
function still(model: TypedModel, { phase, terms }: Stretch): string | undefined {
  if (phase === undefined) return undefined;
  const needed = neededFor(
    model.applications,
    terms.flatMap((term) => term.values),
    new Set(),
  );
  const resting = stillIn(model, phase);
  const differing = model.applications.filter(({ operator: name }) => {
    const operator: AnyOperator = operators[name];
    return operator.stochastic === true || operator.mixing !== undefined;
  });
  const trains = ({ result: { id } }: (typeof differing)[number]) => needed.has(id) && !resting.has(id);
  const paths = (wanted: boolean) =>
    differing.filter((one) => trains(one) === wanted).map(({ path }) => path);
  const inside = paths(false);
  return inside.length === 0 ? undefined : list(cover(inside, paths(true)).map(literal));
}

function stopCode(
  module: ModuleWriting,
  model: TypedModel,
  drawn: Sketch,
  keys: ReadonlyMap<Tensor, string>,
  { split, metric, patience }: EarlyStopping,
): string {
  const measure = stopMeasure(model.interface, metric, split);
  if (measure === undefined) throw new Error(`a project does not stop by ${split}.${metric}`);
  const term = "term" in measure ? drawn.terms.get(measure.term) : undefined;
  if (term !== undefined) {
    const name = module.unique(variableName(`mean_${(measure as { term: string }).term}`));
    writeFollowing(module, drawn, keys, {
      name,
      documentation: `What ${split}.${metric} is.`,
      results: term,
      returns: "tf.Tensor",
    });
    return objectOf({ on: literal(split), better: literal("lower"), patience: String(patience), by: name });
  }
  const by =
    "of" in measure
      ? measure.of(
          `values.${keys.get(drawn.outputs[measure.output]!)!}`,
          `scope.feed(${literal(measure.output)})`,
        )
      : undefined;
  return objectOf({
    on: literal(split),
    better: literal(measure.better),
    patience: String(patience),
    by: by && `(scope, values) => ${by}`,
  });
}

function writeRule(
  module: ModuleWriting,
  { parameters, results }: Rule,
  { name, documentation, returns }: Pick<Part, "name" | "returns"> & { readonly documentation: string },
): void {
  const used = new Set(nodesOf(results));
  const slots = returns === "tf.Tensor[]" ? parameters.slice(1, -3) : [];
  const codeOf = ({ name: own, tensor: one }: Rule["parameters"][number]): Code => {
    const isNumber = one.shape.length === 0 && own !== "norm";
    const text = variableName(own);
    return isNumber ? number(text) : tensor(text);
  };
  const plain = parameters.filter((one) => !slots.includes(one));
  const all = plain.map((one) => {
    const isUsed = used.has(one.tensor.node);
    const { kind, text } = codeOf(one);
    return { name: isUsed ? text : `_${text}`, type: kind === "number" ? "number" : "tf.Tensor" };
  });
  if (returns === "tf.Tensor[]") {
    const names = slots
      .map(({ name: slot, tensor: one }) => `${used.has(one.node) ? "" : "_"}${variableName(slot)}`)
      .join(", ");
    all.splice(1, 0, { name: `[${names}]`, type: "readonly tf.Tensor[]" });
  }
  writePart(module, {
    name,
    documentation,
    results: returns.endsWith("[]") ? results : results[0]!,
    returns,
    nodes: nodesOf(results),
    updates: [],
    uses: [],
    names: new Map(slots.map(({ name: slot }, i) => [results[i + 1]!, `next_${slot}`])),
    parameters: all,
    isPlain: true,
    given: new Map(
      parameters.map((one): [Tensor, Code] => {
        const code = codeOf(one);
        // What a list holds at a place may be missing, for all that its type knows.
        return [one.tensor, slots.includes(one) ? tensor(`${code.text}!`) : code];
      }),
    ),
  });
}
