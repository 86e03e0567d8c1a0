import type { Cases } from "./case.ts";
import { film, photo, sound, words } from "./values.ts";

export const poolCases = {
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
} satisfies Cases;
