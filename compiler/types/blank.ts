import type { Category } from "./value-type.ts";

/**
 * The labels of a category and, behind them, one that stands for none: what is told at each step when a sequence is
 * spelt. The name is none that an author could give.
 */
export const withBlank = ({ name, labels, open }: Category): Category => ({
  name: `${name} or blank`,
  labels: [...labels, "blank"],
  ...(open === true ? { open } : {}),
});
