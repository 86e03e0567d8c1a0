import { feature, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { other, photo, plain, words } from "./values.ts";

export const fuseCases = {
  concat: [
    { operands: { xs: [plain, other] } },
    { operands: { xs: [words, feature({ word: upTo(4), channel: 1 }), words] } },
  ],
  sum: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [words, words] } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
  ],
  contract: [
    { operands: { a: plain, b: plain }, settings: { over: ["channel"] } },
    { operands: { a: words, b: words }, settings: { over: ["channel"] } },
    { operands: { a: words, b: words }, settings: { over: ["word"] } },
    { operands: { a: words, b: feature({ channel: 4, unit: 3 }) }, settings: { over: ["channel"] } },
    { operands: { a: feature({ unit: 2, channel: 4 }), b: words }, settings: { over: ["channel"] } },
    { operands: { a: plain, b: feature({ unit: 3 }) }, settings: { over: [] } },
  ],
  multiply: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [words, words] } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
  ],
  film: [
    { operands: { x: plain, condition: other } },
    { operands: { x: photo, condition: plain } },
    { operands: { x: words, condition: feature({ word: upTo(4), channel: 2 }) } },
  ],
  sigmoid_gate: [
    { operands: { x: plain, gate: other }, settings: { units: 2 } },
    { operands: { x: photo, gate: plain }, settings: { units: 2, width: 3 } },
    { operands: { x: words, gate: feature({ word: upTo(4), channel: 2 }) }, settings: { units: 5 } },
  ],
  gated: ["inputs", "features"].flatMap((gate) => [
    { operands: { xs: [plain, other] }, settings: { width: 2, gate } },
    { operands: { xs: [plain, other, plain] }, settings: { width: 3, gate } },
    { operands: { xs: [words, feature({ word: upTo(4), channel: 2 })] }, settings: { width: 3, gate } },
  ]),
  modality_attention: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
    { operands: { xs: [words, feature({ word: upTo(4), channel: 2 })] }, settings: { width: 3 } },
  ],
  tensor_fusion: [
    { operands: { xs: [plain, other] } },
    { operands: { xs: [other, other, feature({ channel: 2 })] } },
    { operands: { xs: [words, feature({ word: upTo(4), channel: 2 })] } },
  ],
  low_rank: [
    { operands: { xs: [plain, other] }, settings: { units: 2 } },
    { operands: { xs: [plain, other, plain] }, settings: { units: 3, rank: 2 } },
    { operands: { xs: [words, feature({ word: upTo(4), channel: 2 })] }, settings: { units: 5, rank: 1 } },
  ],
  bilinear: [
    { operands: { x: plain, y: other }, settings: { units: 2 } },
    { operands: { x: words, y: feature({ word: upTo(4), channel: 2 }) }, settings: { units: 5 } },
  ],
  multiplicative_interaction: [
    { operands: { x: plain, condition: other }, settings: { units: 2 } },
    { operands: { x: photo, condition: plain }, settings: { form: "matrix", units: 2 } },
    ...["vector", "scalar"].flatMap((form) => [
      { operands: { x: plain, condition: other }, settings: { form } },
      { operands: { x: words, condition: feature({ word: upTo(4), channel: 2 }) }, settings: { form } },
    ]),
  ],
  compact_bilinear: [
    { operands: { x: plain, y: other }, settings: { units: 5 } },
    { operands: { x: words, y: feature({ word: upTo(4), channel: 2 }) }, settings: { units: 3, seed: 7 } },
  ],
  mag: [
    { operands: { x: plain, others: [other] } },
    { operands: { x: photo, others: [plain, other] }, settings: { limit: 0.1 } },
    { operands: { x: words, others: [feature({ word: upTo(4), channel: 2 }), other] } },
  ],
} satisfies Cases;
