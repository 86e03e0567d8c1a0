import { gradientsOf } from "../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { nodesOf, type Program, type Variable } from "../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import { rebuild } from "../../../compiler/graph/rebuild.ts";
import { simplify } from "../../../compiler/graph/simplify.ts";
import type { Tensor } from "../../../compiler/graph/tensor.ts";
import { feedsOf } from "../../../compiler/lower/feeds.ts";
import { type CompiledModel, stepsOf } from "../../../compiler/plan/compiled-model.ts";
import type { Trial, Use } from "../../../compiler/trial.ts";
import { partlyAbsent } from "../batch.ts";
import type { CounterExample, Property } from "../property.ts";

const ROWS = 16;
const ATTEMPTS = 4;
/** A gradient so much smaller than the largest is rounding: double precision has 16 places. */
const ROUNDING = 1e-11;

export const gradientsReach: Property = {
  name: "gradients_reach",
  summary: "Every weight has a gradient that is not zero.",
  documentation:
    "The gradient of what is minimised is computed in double precision at up to four draws of random weights (zero-initialised gates block others at the start), records and absent inputs; a weight none of whose numbers ever has a gradient fails. Without a `train` declaration a made-up loss of the outputs takes its place. A weight that cannot have one, such as a bias right before `batch_norm` or `instance_norm`, is a warning that says what to write instead.",
  defects: [
    "MultiBench and PyKale `LowRankTensorFusion`",
    "Fusions whose gate is multiplied by a weight that begins, and stays, at zero",
  ],
  static: false,
  async check(lab) {
    const { trial } = lab;
    const { program, weights } = gradientProgram(trial.plain);
    if (weights.length === 0) return { status: "not applicable", reason: "the model has no weights" };
    const variant = { predict: program, variables: trial.plain.variables };
    const waiting = new Set(weights);
    for (let attempt = 0; attempt < ATTEMPTS && waiting.size > 0; attempt++) {
      const found = await lab.exactly(
        variant,
        lab.values(attempt),
        partlyAbsent(lab.trial.model.interface, lab.batch(ROWS, attempt), attempt),
      );
      const sizes = new Map(weights.map(({ name }) => [name, largest(found[name]!.data)]));
      const least = ROUNDING * Math.max(...sizes.values());
      for (const weight of waiting) if (sizes.get(weight.name)! > least) waiting.delete(weight);
    }
    const judgements = [...waiting].map((weight) => judge(weight, trial));
    const failed = judgements.filter(({ excuse }) => excuse === undefined);
    const wasted = judgements.flatMap(({ excuse, found }) => (excuse === "wasted" ? [found] : []));
    if (failed.length > 0) return { status: "failed", found: failed.map(({ found }) => found) };
    if (wasted.length > 0) return { status: "warning", found: wasted };
    const idle = judgements.map(({ found }) => found.weight);
    return idle.length === 0
      ? { status: "ok", note: `all ${weights.length} weights` }
      : { status: "ok", note: `all but ${idle.join(", ")}, which by definition can have none` };
  },
};

interface Judgement {
  readonly found: CounterExample;
  /** `idle` where the operator declares it, `wasted` where the author can leave the weight out. */
  readonly excuse?: "idle" | "wasted";
}

function judge({ name, origin }: Variable, { uses }: Trial): Judgement {
  const use = uses.find(({ path }) => path === origin.path);
  const local = name.split("/").at(-1)!;
  const place = { weight: name, ...(origin.span && { span: origin.span }) };
  const why = use?.operator.idle?.[local];
  if (why !== undefined) return { found: { message: `${name}: ${why}`, ...place }, excuse: "idle" };
  if (use !== undefined && isNormalisedAway(use, local)) {
    const [after] = use.followedBy;
    const message = `${name} changes nothing: \`${after!.name}\` takes the mean away right after it`;
    return { found: { message, help: "write `bias: false`", ...place }, excuse: "wasted" };
  }
  return { found: { message: `${name} has no gradient: nothing that is minimised depends on it`, ...place } };
}

const isNormalisedAway = ({ followedBy }: Use, local: string) =>
  local === "bias" && followedBy.length > 0 && followedBy.every(({ centres }) => centres);

/** A program that gives each weight's gradient under the weight's name, of what the phases that move it minimise. */
function gradientProgram(plain: CompiledModel): { program: Program; weights: readonly Variable[] } {
  const { predict, interface: face } = plain;
  const builder = createBuilder();
  const g = createOps(builder);
  const steps = stepsOf(plain);
  const losses = steps.map(({ results }, i) => [String(i), results.loss!] as const);
  const results = steps.length === 0 ? predict.results : Object.fromEntries(losses);
  const again = rebuild({ name: "gradients", feeds: [], results, updates: [] }, builder).results;
  const weights = plain.variables.filter(({ role }) => role === "weight");
  const every = weights.map(({ name }) => name);
  const found =
    steps.length === 0
      ? [gradientsIn(g, madeUpLoss(g, again), every)]
      : steps.map(({ updates }, i) => {
          const moved = updates.flatMap(({ variable: { role, name } }) => (role === "weight" ? [name] : []));
          return gradientsIn(g, again[i]!, moved);
        });
  const named = weights.map(({ name, shape }) => {
    const own = found.flatMap(({ gradients }) => gradients.get(name) ?? []);
    return [name, own.reduce((a, b) => g.add(a, b), g.fill(0, shape))] as const;
  });
  const order = face.inputs.map(({ name }) => name);
  // The loss comes along, so that where no weight has a gradient something is fed all the same.
  const given = { ...Object.fromEntries(named), "the loss": found.at(-1)!.loss };
  const program = { name: "gradients", feeds: feedsOf(given, [], order), results: given, updates: [] };
  return { program: simplify(program), weights };
}

/** The gradients of a loss by some weights, by their names. */
function gradientsIn(g: Ops, loss: Tensor, wanted: readonly string[]) {
  const reads = new Map<Variable, Tensor>();
  for (const { primitive, attributes, outputs } of nodesOf([loss])) {
    const variable = attributes.variable as Variable;
    if (primitive === "read" && wanted.includes(variable.name)) reads.set(variable, outputs[0]!);
  }
  const tensors = gradientsOf(g, loss, [...reads.values()]);
  const gradients = new Map([...reads.keys()].map(({ name }, i) => [name, tensors[i]!]));
  return { loss, gradients };
}

/** Any function of the outputs that depends on each of their numbers in its own way. */
function madeUpLoss(g: Ops, results: Program["results"]): Tensor {
  return Object.values(results)
    .map((tensor) => {
      const sizes = tensor.shape.slice(1).map(Number);
      const factors = Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, i) => Math.cos(1 + 2 * i));
      const weighted = g.mul(tensor, g.constant(factors, [1, ...sizes], "float32"));
      return g.reduceMean(
        g.square(weighted),
        tensor.shape.map((_, i) => i),
      );
    })
    .reduce((a, b) => g.add(a, b));
}

function largest(data: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < data.length; i++) most = Math.max(most, Math.abs(data[i]!));
  return most;
}
