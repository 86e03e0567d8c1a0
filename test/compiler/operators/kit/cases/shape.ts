import type { Cases } from "./case.ts";
import { film, plain } from "./values.ts";

export const shapeCases = {
  flatten: [{ operands: { x: plain } }, { operands: { x: film } }],
} satisfies Cases;
