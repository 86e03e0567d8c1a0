import { number } from "../operators/settings.ts";
import { clip } from "./define.ts";

export const value = clip({
  name: "value",
  summary: "Keeps every number of every gradient between `-limit` and `limit`.",
  settings: {
    limit: number("the largest size a number may have", { from: 0, to: Infinity, positional: true }),
  },
  clip: (g, { gradients }, { limit }) =>
    gradients.map((gradient) => g.minimum(g.maximum(gradient, g.scalar(-limit)), g.scalar(limit))),
  example: "clip: value(0.5)",
});
