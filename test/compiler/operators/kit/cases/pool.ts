import type { Case, Cases } from "./case.ts";
import { film, head, other, photo, plain, sound, voice, words } from "./values.ts";

const over: readonly Case[] = [
  { operands: { xs: [words] }, settings: { over: ["word"] } },
  { operands: { xs: [words] }, settings: { over: ["channel"] } },
  { operands: { xs: [words] }, settings: { over: ["word", "channel"] } },
  { operands: { xs: [photo] }, settings: { over: ["height", "width"] } },
];

const joined: readonly Case[] = [
  { operands: { xs: [plain, plain, plain] } },
  { operands: { xs: [words, words] } },
  { operands: { xs: [plain, other] }, settings: { width: 2 } },
];

export const poolCases = {
  max_pool: [
    { operands: { x: photo }, settings: { size: 2 } },
    { operands: { x: film }, settings: { size: 3, stride: 2, padding: "same" } },
    { operands: { x: sound }, settings: { size: 2 } },
    { operands: { x: words }, settings: { size: 2 } },
    { operands: { x: words }, settings: { size: 3, stride: 1, padding: "same" } },
    { operands: { x: voice }, settings: { size: 3, stride: 2, padding: "same" } },
    { operands: { x: head }, settings: { size: 2 } },
    { operands: { x: film }, settings: { size: 2, over: ["frame"] } },
  ],
  mean: [...over, ...joined],
  max: [...over, ...joined],
  min: [...over, ...joined],
  first: [
    { operands: { x: words }, settings: { over: ["word"] } },
    { operands: { x: photo }, settings: { over: ["height", "width"] } },
  ],
  last: [
    { operands: { x: words }, settings: { over: ["word"] } },
    { operands: { x: photo }, settings: { over: ["height", "width"] } },
  ],
  attention_pool: [
    { operands: { x: words }, settings: { over: ["word"] } },
    { operands: { x: words }, settings: { over: ["word"], dim: 3 } },
    { operands: { x: photo }, settings: { over: ["height", "width"] } },
    { operands: { x: film }, settings: { over: ["height"], dim: 2 } },
  ],
} satisfies Cases;
