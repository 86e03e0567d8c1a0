import { tokens, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { film, photo, plain, sound, words } from "./values.ts";

export const encodeCases = {
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
} satisfies Cases;
