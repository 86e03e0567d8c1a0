import type { Cases } from "./case.ts";
import { photo, plain, words } from "./values.ts";

export const normaliseCases = {
  batch_norm: [{ operands: { x: plain } }, { operands: { x: photo } }, { operands: { x: words } }],
  layer_norm: [{ operands: { x: plain } }, { operands: { x: words } }],
  l2_norm: [{ operands: { x: plain } }, { operands: { x: words } }],
  group_norm: [
    { operands: { x: plain }, settings: { groups: 2 } },
    { operands: { x: words }, settings: { groups: 2 } },
    { operands: { x: photo }, settings: { groups: 1 } },
  ],
  instance_norm: [{ operands: { x: words } }, { operands: { x: photo } }],
  dropout: [
    { operands: { x: plain }, settings: { rate: 0.5 } },
    { operands: { x: words }, settings: { rate: 0.5 } },
  ],
} satisfies Cases;
