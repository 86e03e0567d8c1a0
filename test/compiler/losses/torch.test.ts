import { describe, expect, test } from "vitest";
import type { ValueType } from "../../../compiler/types/value-type.ts";
import { NO_PYTHON, python } from "../../kit/python.ts";
import { type Cube, expectClose, type Grid, type Nested, sample } from "../operators/kit/arrays.ts";
import { feature, logits, MOOD, probability } from "../operators/kit/types.ts";
import { compare } from "./kit/loss.ts";
import { outputOf } from "./kit/output.ts";
import { related } from "./kit/related.ts";
import { spelt } from "./kit/spelt.ts";

/** A loss of torch row by row, and the slope of its mean. */
const inTorch = (expression: string) => `
import torch, torch.nn.functional as F
values = torch.tensor(given["values"], dtype=torch.float64, requires_grad=True)
targets = torch.tensor(given["targets"])
rows = ${expression}
rows.mean().backward()
answer = {"rows": rows.tolist(), "slopes": values.grad.flatten().tolist()}
`;

const LOGITS: Grid = [
  [1, -2, 0.5],
  [0, 3, -1],
  [-0.5, 0.25, 2],
];
const LABELS = [0, 2, 1];
const TARGETS: Grid = [
  [1, 0, 1],
  [0, 0, 0],
  [0, 1, 1],
];
const PLACES: Grid = [
  [0.5, -2],
  [3, 0.25],
  [-1, 4],
];
const SET: ValueType = { ...probability(MOOD), kind: { name: "probabilities", of: MOOD } };
const chances = LOGITS.map((row) => row.map((z) => 1 / (1 + Math.exp(-z))));

const decided = { type: logits(MOOD), values: LOGITS };
const chosen = { type: SET, values: chances, logit: LOGITS };
const measured = { type: feature({ channel: 2 }), values: PLACES };
const [MOODS, TAGS, GRADE, PLACE] = [
  outputOf({ kind: "category", category: MOOD }),
  outputOf({ kind: "set", category: MOOD }),
  outputOf({ kind: "ordered", category: MOOD }),
  outputOf({ kind: "vector", size: 2 }),
];
const WANTED: Grid = [
  [1, -2],
  [0, 0],
  [0.5, -3],
];
const double = "targets.double()";

/** What evidence is worth under torch's Dirichlet distributions, by how errors are counted. */
const DIRICHLET = `(lambda y, a: (lambda s, astray: {
  "squared": ((y - a / s) ** 2 + a * (s - a) / (s ** 2 * (s + 1))).sum(1) + 0.5 * astray,
  "cross_entropy": (y * (torch.digamma(s) - torch.digamma(a))).sum(1) + 0.5 * astray,
})(a.sum(1, keepdim=True), torch.distributions.kl_divergence(torch.distributions.Dirichlet(y + (1 - y) * a), torch.distributions.Dirichlet(torch.ones_like(a)))))(F.one_hot(targets, 3).double(), F.softplus(values) + 1)`;

describe.skipIf(NO_PYTHON)("losses beside those of torch, in Python", () => {
  test.each([
    ["cross_entropy", {}, decided, MOODS, LABELS, 'F.cross_entropy(values, targets, reduction="none")'],
    [
      "cross_entropy",
      { label_smoothing: 0.2 },
      decided,
      MOODS,
      LABELS,
      'F.cross_entropy(values, targets, reduction="none", label_smoothing=0.2)',
    ],
    [
      "focal",
      { gamma: 2 },
      decided,
      MOODS,
      LABELS,
      '(lambda c: (1 - torch.exp(-c)) ** 2 * c)(F.cross_entropy(values, targets, reduction="none"))',
    ],
    [
      "binary_cross_entropy",
      {},
      chosen,
      TAGS,
      TARGETS,
      `F.binary_cross_entropy_with_logits(values, ${double}, reduction="none").mean(1)`,
    ],
    [
      "ordinal",
      {},
      decided,
      GRADE,
      LABELS,
      "(lambda up: sum(-torch.log(torch.where(targets > k, 1 - up[:, k], up[:, k])) for k in range(2)))(torch.cumsum(torch.softmax(values, 1), 1))",
    ],
    ["squared_error", {}, measured, PLACE, WANTED, `F.mse_loss(values, ${double}, reduction="none").mean(1)`],
    ["absolute_error", {}, measured, PLACE, WANTED, `F.l1_loss(values, ${double}, reduction="none").mean(1)`],
    [
      "huber",
      { delta: 1.5 },
      measured,
      PLACE,
      WANTED,
      `F.huber_loss(values, ${double}, reduction="none", delta=1.5).mean(1)`,
    ],
    ...(["squared", "cross_entropy"] as const).map(
      (form) =>
        ["evidential", { form, penalty: 0.5 }, decided, MOODS, LABELS, `${DIRICHLET}["${form}"]`] as const,
    ),
  ] as const)("%s %j, with its slopes", (name, settings, values, output, targets, expression) => {
    const own = compare(name, values, output, targets, settings);
    const by = "logit" in values ? values.logit : values.values;
    const torch = python(inTorch(expression), { values: by, targets }) as Record<string, Nested>;
    expectClose(own.rows, torch.rows!);
    expectClose(own.slopes, torch.slopes!);
    expect(own.slopes.some((slope: number) => Math.abs(slope) > 1e-3)).toBe(true);
  });

  test("ctc of sequences that fill their steps and of shorter ones", () => {
    const values = sample([3, 6, 3]) as Cube;
    const targets: Grid = [
      [0, 1, -1],
      [1, 1, 0],
      [0, -1, -1],
    ];
    const lengths = [6, 5, 3];
    const script = `
import torch, torch.nn.functional as F
values = torch.tensor(given["values"], dtype=torch.float64, requires_grad=True)
targets = torch.tensor(given["targets"])
log = F.log_softmax(values, 2).transpose(0, 1)
rows = F.ctc_loss(log, targets.clamp(min=0), torch.tensor(given["lengths"]), (targets >= 0).sum(1), blank=2, reduction="none")
rows.sum().backward()
answer = {"rows": rows.tolist(), "slopes": values.grad.flatten().tolist()}
`;
    const own = spelt(values, targets, lengths);
    const torch = python(script, { values, targets, lengths }) as Record<string, Nested>;
    expectClose(own.rows, torch.rows!);
    expectClose(own.slopes, torch.slopes!);
  });

  test("info_nce is the mean of two cross-entropies of similarities", () => {
    const [a, b] = [sample([4, 3], 1) as Grid, sample([4, 3], 2) as Grid];
    const script = `
import torch, torch.nn.functional as F
a = torch.tensor(given["a"], dtype=torch.float64, requires_grad=True)
b = torch.tensor(given["b"], dtype=torch.float64)
similar = F.normalize(a, dim=1) @ F.normalize(b, dim=1).T / 0.2
own = torch.arange(4)
rows = (F.cross_entropy(similar, own, reduction="none") + F.cross_entropy(similar.T, own, reduction="none")) / 2
rows.mean().backward()
answer = {"rows": rows.tolist(), "slopes": a.grad.flatten().tolist()}
`;
    const own = related(a, b, 0.2);
    const torch = python(script, { a, b }) as Record<string, Nested>;
    expectClose(own.rows, torch.rows!);
    expectClose(own.slopes, torch.slopes!);
  });
});
