import { feature } from "../types.ts";
import type { Cases } from "./case.ts";
import { photo, plain, words } from "./values.ts";

export const attendCases = {
  self_attention: [
    { operands: { x: words }, settings: { heads: 2 } },
    { operands: { x: feature({ point: 3, channel: 4 }) }, settings: { heads: 3, dim: 6 } },
  ],
  cross_attention: [
    {
      operands: { query: words, contexts: [feature({ frame: 3, channel: 2 })] },
      settings: { heads: 2 },
    },
    {
      operands: { query: feature({ point: 3, channel: 4 }), contexts: [words, plain, words] },
      settings: { heads: 3, dim: 6 },
    },
    { operands: { query: plain, contexts: [words] }, settings: { heads: 1 } },
  ],
  gru: [
    { operands: { x: words }, settings: { units: 3 } },
    { operands: { x: words }, settings: { units: 3, keep: "all" } },
  ],
  lstm: [
    { operands: { x: words }, settings: { units: 3 } },
    { operands: { x: words }, settings: { units: 3, keep: "all" } },
  ],
  positions: [
    { operands: { x: words }, settings: { kind: "learned" } },
    { operands: { x: words }, settings: { kind: "sinusoidal" } },
    { operands: { x: photo }, settings: { kind: "learned" } },
    { operands: { x: photo }, settings: { kind: "sinusoidal", over: ["width"] } },
  ],
} satisfies Cases;
