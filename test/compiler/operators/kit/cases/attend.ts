import { feature, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { photo, plain, words } from "./values.ts";

const molecule = feature({ node: 3, channel: 4 });

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
  graph_conv: [
    { operands: { nodes: words, edges: feature({ word: upTo(4), other: upTo(4) }) }, settings: { units: 3 } },
    {
      operands: { nodes: molecule, edges: feature({ other: 3, node: 3 }) },
      settings: { units: 2, bias: false, activation: "tanh" },
    },
  ],
  graph_attention: [
    { operands: { nodes: words, edges: feature({ word: upTo(4), other: upTo(4) }) }, settings: { units: 3 } },
    {
      operands: { nodes: molecule, edges: feature({ other: 3, node: 3 }) },
      settings: { units: 2, heads: 2, merge: "mean" },
    },
  ],
} satisfies Cases;
