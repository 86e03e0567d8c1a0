import { describe, test } from "vitest";
import type { OperatorName } from "../../../compiler/operators/index.generated.ts";
import type { ValueType } from "../../../compiler/types/value-type.ts";
import { NO_PYTHON, python } from "../../kit/python.ts";
import { expectClose, type Nested } from "./kit/arrays.ts";
import { apply, fed } from "./kit/run.ts";
import { type Chosen, feature } from "./kit/types.ts";

const SETUP = `
import torch, torch.nn.functional as F
def tensor(x): return torch.tensor(x, dtype=torch.float64)
w = {name: tensor(value) for name, value in given["weights"].items()}
x, y = [tensor(value) for value in (given["operands"] + [0])[:2]]
`;

/** Convolution along as many axes as the kernel has, the channels last. */
const CONV = `
n = w["kernel"].dim() - 2
kernel = w["kernel"].permute(n + 1, n, *range(n))
conv = [F.conv1d, F.conv2d, F.conv3d][n - 1]
def same(sizes):
    pad = []
    for size in reversed(sizes):
        over = max((-(-size // given["stride"]) - 1) * given["stride"] + kernel.shape[-1] - size, 0)
        pad += [over // 2, over - over // 2]
    return pad
first = x.movedim(-1, 1)
answer = conv(F.pad(first, same(first.shape[2:])), kernel, w["bias"], stride=given["stride"]).movedim(1, -1).tolist()
`;

/** Gates of a kernel in torch's order: a recurrent layer of one step at a time. */
const RECURRENT = (layer: string, gates: string, bias: string) => `
order, units = ${gates}, given["units"]
def rows(m): return torch.cat([m[..., units * g:units * (g + 1)] for g in order], -1)
one = torch.nn.${layer}(x.shape[2], units, batch_first=True).double()
with torch.no_grad():
    one.weight_ih_l0.copy_(rows(w["kernel"]).T)
    one.weight_hh_l0.copy_(rows(w["recurrent_kernel"]).T)
    ${bias}
    answer = one(x)[0].tolist()
`;

const GCN = `
links = y + torch.eye(y.shape[1], dtype=torch.float64)
half = torch.diag_embed(links.sum(2) ** -0.5)
answer = (half @ links @ half @ x @ w["kernel"] + w["bias"]).tolist()
`;

const GAT = `
heads, units = w["target"].shape
h = (x @ w["kernel"]).reshape(x.shape[0], x.shape[1], heads, units)
own, other = (h * w["target"]).sum(3), (h * w["source"]).sum(3)
scores = F.leaky_relu(own[:, :, None] + other[:, None], 0.2)
linked = (y != 0) | torch.eye(y.shape[1], dtype=torch.bool)
scores = scores.masked_fill(~linked[..., None], float("-inf"))
answer = (torch.einsum("bijh,bjhu->bihu", torch.softmax(scores, 2), h).flatten(2) + w["bias"]).tolist()
`;

const BILINEAR = `
units = given["units"]
kernel = w["kernel"].reshape(x.shape[1], y.shape[1], units).permute(2, 0, 1)
answer = F.bilinear(x, y, kernel, w["bias"]).tolist()
`;

const nodes = feature({ node: 4, channel: 3 });
const edges = feature({ node: 4, other: 4 });

const CASES: readonly [OperatorName, Readonly<Record<string, ValueType>>, Chosen, string][] = [
  ["conv", { x: feature({ time: 7, channel: 3 }) }, { filters: 2 }, CONV],
  ["conv", { x: feature({ height: 5, width: 6, channel: 3 }) }, { filters: 2, stride: 2 }, CONV],
  ["conv", { x: feature({ depth: 4, height: 5, width: 6, channel: 2 }) }, { filters: 3 }, CONV],
  ["conv", { x: feature({ depth: 5, height: 4, width: 6, channel: 2 }) }, { filters: 3, stride: 2 }, CONV],
  [
    "gru",
    { x: feature({ time: 5, channel: 3 }) },
    { units: 4, keep: "all" },
    RECURRENT(
      "GRU",
      "[1, 0, 2]",
      'one.bias_ih_l0.copy_(rows(w["bias"])); one.bias_hh_l0.copy_(rows(w["recurrent_bias"]))',
    ),
  ],
  [
    "lstm",
    { x: feature({ time: 5, channel: 3 }) },
    { units: 4, keep: "all" },
    RECURRENT(
      "LSTM",
      "[0, 1, 2, 3]",
      'one.bias_ih_l0.copy_(torch.cat([w[g + "_bias"] for g in ["input", "forget", "candidate", "output"]])); one.bias_hh_l0.zero_()',
    ),
  ],
  ["bilinear", { x: feature({ channel: 3 }), y: feature({ channel: 4 }) }, { units: 5 }, BILINEAR],
  ["graph_conv", { nodes, edges }, { units: 5 }, GCN],
  ["graph_attention", { nodes, edges }, { units: 2, heads: 3 }, GAT],
];

describe.skipIf(NO_PYTHON)("operators beside torch, in Python", () => {
  test.each(CASES)("%s of %j, %j", (name, types, settings, script) => {
    // Edges weigh something from 0.5 to 3.5, so that all degrees are above 0.
    const operands = Object.fromEntries(
      Object.entries(types).map(([key, type], i) => [
        key,
        fed(type, { seed: i + 1, shift: key === "edges" ? 2 : 0 }),
      ]),
    );
    const { values, weights } = apply(name, operands, settings);
    const given = {
      weights,
      operands: Object.values(operands).map((operand) => operand.values),
      stride: 1,
      ...settings,
    };
    expectClose(values, python(`${SETUP}${script}`, given) as Nested);
  });
});
