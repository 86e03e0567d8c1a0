import { at, feature, signal, tokens, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { film, head, photo, plain, sound, voice, words } from "./values.ts";

const MEL = { bands: 4, window: 0.032, hop: 0.016 };

export const encodeCases = {
  embed: [{ operands: { x: tokens(10, { word: upTo(4) }) }, settings: { dim: 3 } }],
  dense: [
    { operands: { x: plain }, settings: { units: 5 } },
    { operands: { x: words }, settings: { units: 5, bias: false } },
    { operands: { x: photo }, settings: { units: 2, activation: "gelu" } },
  ],
  project: [
    { operands: { x: plain }, settings: { units: 5 } },
    { operands: { x: words }, settings: { units: 5, bias: false } },
    { operands: { x: sound }, settings: { units: 2, over: "time" } },
    {
      operands: { x: feature({ word: upTo(4), point: 3, channel: 2 }) },
      settings: { units: 2, over: "point" },
    },
  ],
  conv: [
    { operands: { x: photo }, settings: { filters: 2 } },
    { operands: { x: film }, settings: { filters: 2, kernel: 2, padding: "valid", bias: false } },
    { operands: { x: sound }, settings: { filters: 2, stride: 2, activation: "tanh" } },
    { operands: { x: sound }, settings: { filters: 2, dilation: 2, kernel: 2 } },
    { operands: { x: words }, settings: { filters: 2 } },
    { operands: { x: words }, settings: { filters: 2, stride: 2, kernel: 2 } },
    { operands: { x: words }, settings: { filters: 2, kernel: 2, dilation: 2, padding: "causal" } },
    { operands: { x: voice }, settings: { filters: 2, stride: 2, padding: "valid" } },
    { operands: { x: voice }, settings: { filters: 2, kernel: 4, stride: 3 } },
    { operands: { x: head }, settings: { filters: 2, kernel: 2 } },
    { operands: { x: head }, settings: { filters: 2, stride: 2 } },
    { operands: { x: film }, settings: { filters: 2, over: ["frame", "height", "width"], dilation: 2 } },
  ],
  mel: [
    { operands: { x: signal({ time: at(1000, 64), channel: 2 }) }, settings: MEL },
    {
      operands: { x: signal({ time: { size: 80, rate: 1000, ragged: "phrase>20,0,1" }, channel: 1 }) },
      settings: { ...MEL, hop: 0.012, scale: "htk" },
    },
  ],
  embed_numbers: [
    { operands: { x: plain }, settings: { dim: 3 } },
    { operands: { x: words }, settings: { dim: 2 } },
  ],
  depthwise_conv: [
    { operands: { x: photo } },
    { operands: { x: film }, settings: { kernel: 2, padding: "valid", bias: false } },
    { operands: { x: sound }, settings: { stride: 2, multiplier: 3 } },
    { operands: { x: signal({ time: at(50, 7), channel: 3 }) }, settings: { stride: 2, multiplier: 2 } },
    { operands: { x: head }, settings: { kernel: 2, padding: "valid" } },
  ],
} satisfies Cases;
