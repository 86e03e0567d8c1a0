import { feature } from "../types.ts";
import type { Cases } from "./case.ts";
import { film, other, plain, words } from "./values.ts";

export const shapeCases = {
  flatten: [{ operands: { x: plain } }, { operands: { x: film } }],
  stack: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [words, words] }, settings: { absent: "masked" } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
  ],
  join: [
    { operands: { xs: [words, plain, words] } },
    { operands: { xs: [feature({ point: 3, channel: 4 }), words] }, settings: { mark: true } },
  ],
} satisfies Cases;
