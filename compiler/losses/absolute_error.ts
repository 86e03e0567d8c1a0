import { loss } from "./define.ts";
import { meanOfErrors } from "./errors.ts";

export const absoluteError = loss({
  name: "absolute_error",
  summary: "The size of the error: what is learned is the median.",
  documentation:
    "`|y - t|`, averaged over the numbers of a vector. All errors pull alike, so that targets far out matter no more than others.",
  accepts: ["feature"],
  targets: ["number", "vector"],
  settings: {},
  perRow: (g, compared) => meanOfErrors(g, compared, g.abs),
  source: "Laplace, 1774; Koenker & Bassett, Econometrica 1978 (for the median)",
  example: "minimise: absolute_error(price)",
});
