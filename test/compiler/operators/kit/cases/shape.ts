import { feature, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { film, other, plain, words } from "./values.ts";

export const shapeCases = {
  flatten: [{ operands: { x: plain } }, { operands: { x: film } }],
  stack: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [words, words] }, settings: { absent: "masked" } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
  ],
  merge: [
    { operands: { x: film }, settings: { over: ["width", "frame"], as: "token" } },
    { operands: { x: words }, settings: { over: ["word"], as: "key" } },
    {
      operands: { x: feature({ point: 3, word: upTo(4), channel: 2 }) },
      settings: { over: ["word", "point"], as: "token" },
    },
  ],
  join: [
    { operands: { xs: [words, plain, words] } },
    { operands: { xs: [feature({ point: 3, channel: 4 }), words] }, settings: { mark: true } },
  ],
} satisfies Cases;
