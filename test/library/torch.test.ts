import { describe, test } from "vitest";
import { filled } from "../compiler/graph/kit/dense.ts";
import { expectClose, flat, type Nested, nest, sample } from "../compiler/operators/kit/arrays.ts";
import { NO_PYTHON, python } from "../kit/python.ts";
import { made } from "./kit/block.ts";

const SETUP = `
import torch
def tensor(x): return torch.tensor(x, dtype=torch.float64)
w = {name: tensor(value) for name, value in given["weights"].items()}
x = tensor(given["x"])
`;

/** `torch.nn.TransformerEncoderLayer`, normalised first, with a norm behind the last. */
const TRANSFORMER = `${SETUP}
width, hidden = x.shape[2], w["TransformerLayer/FeedForward/dense/bias"].shape[0]
def norm(at, layer):
    layer.eps = given["epsilon"]
    layer.weight.copy_(w[at + "/scale"])
    layer.bias.copy_(w[at + "/offset"])
with torch.no_grad():
    for layer in range(given["layers"]):
        at = "TransformerLayer" + ("" if layer == 0 else "_%d" % (layer + 1))
        one = torch.nn.TransformerEncoderLayer(width, given["heads"], hidden, dropout=0.0, activation="gelu", norm_first=True, batch_first=True).double()
        attention = at + "/gathered/self_attention/"
        kernels = [w[attention + part + "_kernel"].T for part in ["query", "key", "value"]]
        one.self_attn.in_proj_weight.copy_(torch.cat(kernels))
        one.self_attn.in_proj_bias.copy_(torch.cat([w[attention + part + "_bias"] for part in ["query", "key", "value"]]))
        one.self_attn.out_proj.weight.copy_(w[attention + "output_kernel"].T)
        one.self_attn.out_proj.bias.copy_(w[attention + "output_bias"])
        norm(at + "/gathered/layer_norm", one.norm1)
        norm(at + "/layer_norm", one.norm2)
        for linear, name in [(one.linear1, "dense"), (one.linear2, "dense_2")]:
            linear.weight.copy_(w[at + "/FeedForward/" + name + "/kernel"].T)
            linear.bias.copy_(w[at + "/FeedForward/" + name + "/bias"])
        one.train()
        x = one(x)
    last = torch.nn.LayerNorm(width).double()
    norm("layer_norm", last)
    answer = last(x).tolist()
`;

/** The layers of torchvision's BasicBlock, outside of training. */
const RESIDUAL = `${SETUP}
import torch.nn.functional as F
def same(x, kernel, stride):
    size = kernel.shape[0]
    for axis in [3, 2]:
        count = -(-x.shape[axis] // stride)
        over = max((count - 1) * stride + size - x.shape[axis], 0)
        pad = [over // 2, over - over // 2]
        x = F.pad(x, pad if axis == 3 else [0, 0] + pad)
    return F.conv2d(x, kernel.permute(3, 2, 0, 1), stride=stride)
def step(x, at, stride=1):
    y = same(x, w[at + "conv/kernel"], stride)
    norm = at + "batch_norm/"
    return F.batch_norm(y, w[norm + "mean"], w[norm + "variance"], w[norm + "scale"], w[norm + "offset"], eps=given["epsilon"])
x = x.permute(0, 3, 1, 2)
stride = given["stride"]
shortcut = x if stride == 1 else step(x, "shortcut/", stride)
y = F.relu(shortcut + step(F.relu(step(x, "inner/", stride)), ""))
answer = y.permute(0, 2, 3, 1).tolist()
`;

describe.skipIf(NO_PYTHON)("the standard library beside torch, in Python", () => {
  test("TransformerEncoder is TransformerEncoderLayer, normalised first", () => {
    const x = sample([2, 5, 8]);
    const { values, weights } = made(
      `input motion: series(samples: 5, channels: 8) @ 50 Hz
made = motion |> TransformerEncoder(layers: 2, heads: 2, expansion: 3)`,
      { motion: { shape: [2, 5, 8], data: flat(x) } },
      2,
    );
    expectClose(values, python(TRANSFORMER, { weights, x, heads: 2, layers: 2, epsilon: 1e-3 }) as Nested);
  });

  test.each([
    ["ResidualBlock", 1],
    ["ResidualHalving(width: 5)", 2],
  ])("%s is the basic block of a residual network", (block, stride) => {
    const photo = filled(
      [2, 8, 7, 3],
      (place) => (37 * place[0]! + 11 * place[1]! + 53 * place[2]! + 91 * place[3]!) % 256,
    );
    const { values, weights } = made(`input photo: image(8, 7, rgb)\nmade = photo |> ${block}`, { photo }, 2);
    const x = nest(
      photo.data.map((v) => v / 255),
      photo.shape,
    );
    expectClose(values, python(RESIDUAL, { weights, x, stride, epsilon: 1e-3 }) as Nested);
  });
});
