import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import type { Program, Role, Variable } from "../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import { BATCH, type Node, type Tensor } from "../../../compiler/graph/tensor.ts";
import { type RuleName, type VerifyContext, verify } from "../../../compiler/graph/verify.ts";

const variable = (name: string, role: Role = "weight", shape: readonly number[] = [3]): Variable => ({
  name,
  role,
  shape,
  dtype: "float32",
  initialiser: { kind: "zeros" },
  origin: { path: `at/${name}` },
});

const X = { name: "x", shape: [BATCH, 3], dtype: "float32" } as const;
const WEIGHT = variable("weight");
const MEAN = variable("mean", "statistic");
const FROZEN = variable("frozen", "frozen");
const STATE = variable("state", "state");

const g = createOps(createBuilder());
const inside = <T>(build: (g: Ops) => T) => g.within({ path: "model/line" }, () => build(g));
const weight = g.read(WEIGHT);
const y = inside(() => g.mul(g.feed(X), weight));

/** A training step without fault. */
const SOUND: Program = {
  name: "train",
  feeds: [X],
  results: { loss: inside(() => g.reduceSum(y, [0, 1])) },
  updates: [
    { variable: WEIGHT, value: g.neg(weight) },
    { variable: MEAN, value: g.reduceMean(y, [0]) },
  ],
};
const CONTEXT: VerifyContext = { variables: [WEIGHT, MEAN, FROZEN, STATE], trains: true };

/** A node made by hand, as no builder would. */
function node(change: Partial<Node>, type: Pick<Tensor, "shape" | "dtype"> = y): Tensor {
  const outputs: Tensor[] = [];
  const made: Node = {
    id: 1000,
    primitive: "neg",
    inputs: [y],
    attributes: {},
    outputs,
    origin: { path: "model/hand" },
    ...change,
  };
  outputs.push({ shape: type.shape, dtype: type.dtype, node: made, output: 0 });
  return outputs[0]!;
}

/** Two nodes that use each other. */
function cycle(): Tensor {
  const inputs: Tensor[] = [];
  const first = node({ id: 1000, inputs });
  const second = node({ id: 1001, inputs: [first] });
  inputs.push(second);
  return second;
}

const giving = (result: Tensor): Program => ({ ...SOUND, results: { result } });

type Broken = readonly [
  what: string,
  rule: RuleName,
  message: string,
  program: Program,
  context?: Partial<VerifyContext>,
];

const BROKEN: readonly Broken[] = [
  ["a cycle", "ascending_ids", "neg (node 1000) uses neg (node 1001), which is not older", giving(cycle())],
  [
    "a node that is older than its input",
    "ascending_ids",
    `neg (node 0) uses mul (node ${y.node.id}), which is not older`,
    giving(node({ id: 0 })),
  ],
  [
    "two nodes of one id",
    "ascending_ids",
    "two nodes have the id 1000",
    { ...SOUND, results: { a: node({}), b: node({ primitive: "tanh" }) } },
  ],
  [
    "a result that names another node",
    "whole_nodes",
    "tanh (node 1000) has results that name another node",
    giving(node({ primitive: "tanh", outputs: [y] })),
  ],
  [
    "a tensor that no node gives",
    "whole_nodes",
    "neg (node 1000) uses a tensor that no node gives",
    giving(node({ inputs: [{ ...y }] })),
  ],
  [
    "a wrong shape",
    "derived_types",
    "neg (node 1000) gives float32[B, 3], not float32[B, 4]",
    giving(node({}, { shape: [BATCH, 4], dtype: "float32" })),
  ],
  [
    "a wrong type of elements",
    "derived_types",
    "neg (node 1000) gives float32[B, 3], not int32[B, 3]",
    giving(node({}, { shape: [BATCH, 3], dtype: "int32" })),
  ],
  [
    "a missing result",
    "derived_types",
    "batch_norm (node 1000) gives float32[B, 3], float32[3], float32[3], not float32[B, 3]",
    giving(node({ primitive: "batch_norm", inputs: [y, weight, weight], attributes: { epsilon: 0.1 } })),
  ],
  [
    "inputs that a primitive is not defined for",
    "derived_types",
    "add (node 1000) is not defined for its inputs: takes two tensors of one type, float32 or int32; found float32[B, 3]",
    giving(node({ primitive: "add" })),
  ],
  [
    "an unknown primitive",
    "derived_types",
    "fly (node 1000) is no primitive",
    giving(node({ primitive: "fly" })),
  ],
  [
    "a primitive that only objects have",
    "derived_types",
    "toString (node 1000) is no primitive",
    giving(node({ primitive: "toString" })),
  ],
  [
    "two variables of one name",
    "known_variables",
    "two variables are called weight",
    SOUND,
    { variables: [WEIGHT, MEAN, variable("weight", "slot")] },
  ],
  [
    "a variable that is read but unknown",
    "known_variables",
    "weight is read but is not a variable of the model",
    { ...SOUND, updates: [] },
    { variables: [MEAN] },
  ],
  [
    "a variable that is updated but unknown",
    "known_variables",
    "mean is updated but is not a variable of the model",
    SOUND,
    { variables: [WEIGHT] },
  ],
  [
    "an update of another shape",
    "sound_updates",
    "mean is float32[3] but would become float32[B, 3]",
    { ...SOUND, updates: [SOUND.updates[0]!, { variable: MEAN, value: y }] },
  ],
  [
    "an update of what is frozen",
    "sound_updates",
    "frozen is frozen but updated",
    { ...SOUND, updates: [...SOUND.updates, { variable: FROZEN, value: weight }] },
  ],
  [
    "an update of what is set between epochs",
    "sound_updates",
    "state is set between epochs but updated",
    { ...SOUND, updates: [...SOUND.updates, { variable: STATE, value: weight }] },
  ],
  [
    "two updates of one variable",
    "sound_updates",
    "mean is updated twice in one step",
    { ...SOUND, updates: [...SOUND.updates, { variable: MEAN, value: weight }] },
  ],
  ["two feeds of one name", "declared_feeds", "two feeds are called x", { ...SOUND, feeds: [X, X] }],
  [
    "a missing feed",
    "declared_feeds",
    "the graph needs x, which is not among the feeds",
    { ...SOUND, feeds: [] },
  ],
  [
    "a feed of another type",
    "declared_feeds",
    "x is fed as float32[B, 4] but used as float32[B, 3]",
    { ...SOUND, feeds: [{ ...X, shape: [BATCH, 4] }] },
  ],
  ["a program that gives nothing", "some_result", "train has no results", { ...SOUND, results: {} }],
  [
    "two draws from one stream",
    "separate_streams",
    "two draws come from the stream noise",
    (() => {
      const draw = (step: number) =>
        g.randomUniform(g.scalar(1, "int32"), g.scalar(step, "int32"), { stream: "noise", shape: [3] });
      return giving(g.add(draw(1), draw(2)));
    })(),
  ],
  [
    "a weight that does not move",
    "moved_weights",
    "weight is a weight, but training does not move it",
    { ...SOUND, updates: SOUND.updates.slice(1) },
  ],
];

/** What each is called, and its findings. */
const FOUND = BROKEN.map(([what, rule, message, program, context]) => ({
  what,
  rule,
  message,
  findings: verify(program, { ...CONTEXT, ...context }),
}));

describe("a sound program", () => {
  test("has no findings", () => {
    expect(verify(SOUND, CONTEXT)).toEqual([]);
  });

  test("that does not train need not move weights", () => {
    expect(verify({ ...SOUND, updates: [] }, { ...CONTEXT, trains: false })).toEqual([]);
  });

  test("may take feeds that it does not use, and leave variables alone", () => {
    const more = { ...SOUND, feeds: [X, { ...X, name: "more" }] };
    expect(verify(more, CONTEXT)).toEqual([]);
  });

  test("may read one variable or draw one stream in many places", () => {
    const draw = () =>
      g.randomUniform(g.scalar(1, "int32"), g.scalar(1, "int32"), { stream: "noise", shape: [3] });
    const twice = g.add(g.add(draw(), weight), g.mul(draw(), weight));
    expect(verify(giving(twice), CONTEXT)).toEqual([]);
  });
});

describe("refused is", () => {
  test.each(FOUND)("$what", ({ rule, message, findings }) => {
    expect(findings.map((finding) => [finding.rule, finding.message])).toContainEqual([rule, message]);
  });

  test.each(FOUND)("$what, for no other reason", ({ rule, findings }) => {
    expect(new Set(findings.map((finding) => finding.rule))).toEqual(new Set([rule]));
  });

  test("every rule's own fault", () => {
    const rules: Readonly<Record<RuleName, true>> = {
      ascending_ids: true,
      whole_nodes: true,
      derived_types: true,
      known_variables: true,
      sound_updates: true,
      declared_feeds: true,
      some_result: true,
      separate_streams: true,
      moved_weights: true,
    };
    expect(new Set(BROKEN.map(([, rule]) => rule))).toEqual(new Set(Object.keys(rules)));
  });

  test("with the place that it comes from", () => {
    const found = verify(giving(node({ primitive: "fly" })), CONTEXT);
    expect(found.map(({ origin }) => origin)).toEqual([{ path: "model/hand" }]);
    const unmoved = verify({ ...SOUND, updates: SOUND.updates.slice(1) }, CONTEXT);
    expect(unmoved.map(({ origin }) => origin)).toEqual([{ path: "at/weight" }]);
  });
});
