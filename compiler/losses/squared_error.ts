import { loss } from "./define.ts";
import { meanOfErrors } from "./errors.ts";

export const squaredError = loss({
  name: "squared_error",
  summary: "The square of the error: what is learned is the mean.",
  documentation:
    "`(y - t)²`, averaged over the numbers of a vector. A few large errors count more than many small ones; where some targets are far out, `absolute_error` or `huber` follow the others.",
  accepts: ["feature"],
  targets: ["number", "vector"],
  likelihood: "normal",
  settings: {},
  perRow: (g, compared) => meanOfErrors(g, compared, g.square),
  source: "Gauss, Theoria motus, 1809",
  example: "minimise: squared_error(price)",
});
