import { feature, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { other, plain, words } from "./values.ts";

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
} satisfies Cases;
