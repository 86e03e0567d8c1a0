import { feature } from "../types.ts";
import type { Cases } from "./case.ts";
import { words } from "./values.ts";

const IDLE = { key_bias: "the softmax takes away what all of a query's scores have in common" };

export const attendCases = {
  self_attention: [
    { operands: { x: words }, settings: { heads: 2 }, idle: IDLE },
    { operands: { x: feature({ point: 3, channel: 4 }) }, settings: { heads: 3, dim: 6 }, idle: IDLE },
  ],
  gru: [
    { operands: { x: words }, settings: { units: 3 } },
    { operands: { x: words }, settings: { units: 3, keep: "all" } },
  ],
  lstm: [
    { operands: { x: words }, settings: { units: 3 } },
    { operands: { x: words }, settings: { units: 3, keep: "all" } },
  ],
} satisfies Cases;
