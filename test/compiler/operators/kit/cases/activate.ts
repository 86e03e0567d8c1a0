import type { Cases } from "./case.ts";
import { plain, words } from "./values.ts";

export const activateCases = {
  relu: [{ operands: { x: plain } }, { operands: { x: words } }],
  gelu: [{ operands: { x: plain } }, { operands: { x: words } }],
  leaky_relu: [{ operands: { x: plain } }, { operands: { x: words } }],
  elu: [{ operands: { x: plain } }, { operands: { x: words } }],
  silu: [{ operands: { x: plain } }, { operands: { x: words } }],
  tanh: [{ operands: { x: plain } }, { operands: { x: words } }],
  signed_sqrt: [{ operands: { x: plain } }, { operands: { x: words } }],
  sigmoid: [{ operands: { x: plain } }, { operands: { x: words } }],
} satisfies Cases;
