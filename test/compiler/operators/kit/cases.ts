import type { OperatorName } from "../../../../compiler/operators/index.generated.ts";
import type { ValueType } from "../../../../compiler/types/value-type.ts";
import { at, type Chosen, feature, logits, MOOD, probability, signal, tokens, upTo } from "./types.ts";

/** Ways in which an operator can be used: the types of its operands, and its settings. */
export interface Case {
  readonly operands: Readonly<Record<string, ValueType | readonly ValueType[]>>;
  readonly settings?: Chosen;
}

const words = feature({ word: upTo(4), channel: 4 });
const photo = signal({ height: 6, width: 5, channel: 3 });
const film = feature({ frame: 2, height: 4, width: 4, channel: 2 });
const sound = feature({ time: at(50, 6), band: 4, channel: 2 });
const plain = feature({ channel: 4 });
const other = feature({ channel: 3 });

/** Cases of every operator. An operator without any fails its tests. */
export const CASES: Readonly<Record<OperatorName, readonly Case[]>> = {
  embed: [{ operands: { x: tokens(10, { word: upTo(4) }) }, settings: { dim: 3 } }],
  dense: [
    { operands: { x: plain }, settings: { units: 5 } },
    { operands: { x: words }, settings: { units: 5, bias: false } },
    { operands: { x: photo }, settings: { units: 2, activation: "gelu" } },
  ],
  conv: [
    { operands: { x: photo }, settings: { filters: 2 } },
    { operands: { x: film }, settings: { filters: 2, kernel: 2, padding: "valid", bias: false } },
    { operands: { x: sound }, settings: { filters: 2, stride: 2, activation: "tanh" } },
  ],
  depthwise_conv: [
    { operands: { x: photo } },
    { operands: { x: film }, settings: { kernel: 2, padding: "valid", bias: false } },
    { operands: { x: sound }, settings: { stride: 2, multiplier: 3 } },
  ],
  relu: [{ operands: { x: plain } }, { operands: { x: words } }],
  gelu: [{ operands: { x: plain } }, { operands: { x: words } }],
  tanh: [{ operands: { x: plain } }, { operands: { x: words } }],
  sigmoid: [{ operands: { x: plain } }, { operands: { x: words } }],
  batch_norm: [{ operands: { x: plain } }, { operands: { x: photo } }],
  layer_norm: [{ operands: { x: plain } }, { operands: { x: words } }],
  dropout: [
    { operands: { x: plain }, settings: { rate: 0.5 } },
    { operands: { x: words }, settings: { rate: 0.5 } },
  ],
  max_pool: [
    { operands: { x: photo }, settings: { size: 2 } },
    { operands: { x: film }, settings: { size: 3, stride: 2, padding: "same" } },
    { operands: { x: sound }, settings: { size: 2 } },
  ],
  mean: [
    { operands: { x: words }, settings: { over: ["word"] } },
    { operands: { x: words }, settings: { over: ["channel"] } },
    { operands: { x: photo }, settings: { over: ["height", "width"] } },
  ],
  max: [
    { operands: { x: words }, settings: { over: ["word"] } },
    { operands: { x: words }, settings: { over: ["word", "channel"] } },
    { operands: { x: photo }, settings: { over: ["height", "width"] } },
  ],
  flatten: [{ operands: { x: plain } }, { operands: { x: film } }],
  self_attention: [
    { operands: { x: words }, settings: { heads: 2 } },
    { operands: { x: feature({ point: 3, channel: 4 }) }, settings: { heads: 3, dim: 6 } },
  ],
  gru: [
    { operands: { x: words }, settings: { units: 3 } },
    { operands: { x: words }, settings: { units: 3, keep: "all" } },
  ],
  lstm: [
    { operands: { x: words }, settings: { units: 3 } },
    { operands: { x: words }, settings: { units: 3, keep: "all" } },
  ],
  concat: [
    { operands: { xs: [plain, other] } },
    { operands: { xs: [words, feature({ word: upTo(4), channel: 1 }), words] } },
  ],
  sum: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [words, words] } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
  ],
  multiply: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [words, words] } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
  ],
  classify: [
    { operands: { x: plain }, settings: { category: MOOD } },
    { operands: { x: words }, settings: { category: MOOD } },
  ],
  softmax: [{ operands: { x: logits(MOOD) } }, { operands: { x: logits(MOOD, { word: upTo(4) }) } }],
  vote: ["equal", "learned", "confidence"].flatMap((weight) => [
    { operands: { xs: [logits(MOOD), probability(MOOD), logits(MOOD)] }, settings: { weight } },
    {
      operands: { xs: [logits(MOOD, { word: upTo(4) }), logits(MOOD, { word: upTo(4) })] },
      settings: { weight },
    },
  ]),
};
