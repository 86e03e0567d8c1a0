import { integer } from "../operators/settings.ts";
import { axis, CHANNEL, UNBOUNDED } from "../types/value-type.ts";
import { modality } from "./define.ts";

export const vector = modality({
  name: "vector",
  summary: "Numbers without further structure, such as an embedding computed elsewhere.",
  documentation:
    "The numbers are used as they are handed in. The declared range is a promise about them: it is not enforced, and it decides which warnings are given when vectors are joined.",
  settings: { size: integer("how many numbers", { positional: true }) },
  axes: [CHANNEL],
  kind: "signal",
  sources: ["column", "columns", "file", "rows"],
  rate: "never",
  defaultRange: UNBOUNDED,
  ranges: ["between", "standardised", "unbounded"],
  layout: ({ size }) => ({ kind: { name: "signal" }, axes: [axis(CHANNEL, size)] }),
  dtype: "float32",
  prepare: (_, values) => values,
  example: "input face: vector(512) standardised",
});
