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
  multiply: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [words, words] } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
  ],
} satisfies Cases;
