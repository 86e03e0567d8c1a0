import { describe, test } from "vitest";
import { NO_PYTHON, python } from "../../../kit/python.ts";
import { type Cube, expectClose } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, upTo } from "../kit/types.ts";

/** `torch.nn.MultiheadAttention` under the weights that an operator has, with padding that it is not to look at. */
const TORCH = `
import torch
def tensor(x): return torch.tensor(x, dtype=torch.float64)
w = {name: tensor(value) for name, value in given["weights"].items()}
query, context = tensor(given["query"]), tensor(given["context"])
width, channels = query.shape[2], context.shape[2]
layer = torch.nn.MultiheadAttention(width, given["heads"], kdim=channels, vdim=channels, batch_first=True).double()
with torch.no_grad():
    kernels = [w["query_kernel"].T, w["key_kernel"].T, w["value_kernel"].T]
    if width == channels:
        layer.in_proj_weight.copy_(torch.cat(kernels))
    else:
        for own, kernel in zip([layer.q_proj_weight, layer.k_proj_weight, layer.v_proj_weight], kernels):
            own.copy_(kernel)
    layer.in_proj_bias.copy_(torch.cat([w["query_bias"], w["key_bias"], w["value_bias"]]))
    layer.out_proj.weight.copy_(w["output_kernel"].T)
    layer.out_proj.bias.copy_(w["output_bias"])
    lengths = torch.tensor(given["lengths"])
    padding = torch.arange(context.shape[1])[None, :] >= lengths[:, None]
    answer = layer(query, context, context, key_padding_mask=padding)[0].tolist()
`;

describe.skipIf(NO_PYTHON)("attention beside that of torch, in Python", () => {
  const phrase = [6, 4, 1];
  const words = fed(feature({ word: upTo(6), channel: 8 }), { rows: 3, seed: 1 });

  test.each([1, 2, 4])("self_attention of %i heads", (heads) => {
    const { values, weights } = apply("self_attention", { x: words }, { heads }, { lengths: { phrase } });
    const given = { weights, query: words.values, context: words.values, heads, lengths: phrase };
    const torch = python(TORCH, given) as Cube;
    for (const [b, filled] of phrase.entries()) {
      expectClose((values as Cube)[b]!.slice(0, filled), torch[b]!.slice(0, filled));
    }
  });

  test.each([1, 2, 4])("cross_attention of %i heads", (heads) => {
    const query = fed(feature({ point: 5, channel: 4 }), { rows: 3, seed: 2 });
    const operands = { query, contexts: [words] };
    const { values, weights } = apply("cross_attention", operands, { heads }, { lengths: { phrase } });
    const given = { weights, query: query.values, context: words.values, heads, lengths: phrase };
    expectClose(values, python(TORCH, given) as Cube);
  });
});
