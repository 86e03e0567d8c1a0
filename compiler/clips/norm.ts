import { number } from "../operators/settings.ts";
import { clip } from "./define.ts";

export const norm = clip({
  name: "norm",
  summary:
    "Shrinks all gradients together where their common length exceeds `limit`, keeping their direction.",
  documentation:
    "With `n = √(Σ g²)` over all weights, each gradient is multiplied by `limit / max(n, limit)`.",
  settings: { limit: number("the largest length", { from: 1e-12, to: Infinity, positional: true }) },
  clip(g, { gradients, norm: length }, { limit }) {
    const factor = g.div(g.scalar(limit), g.maximum(length, g.scalar(limit)));
    return gradients.map((gradient) => g.mul(gradient, factor));
  },
  source: "Pascanu, Mikolov & Bengio, ICML 2013, arXiv 1211.5063",
  example: "clip: norm(1.0)",
});
