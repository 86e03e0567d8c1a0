import { optimizer } from "./define.ts";
import { learningRate, moments } from "./settings.ts";

export const adam = optimizer({
  name: "adam",
  summary:
    "Steps by the mean gradient over the root of its mean square, so that every weight gets a pace of its own.",
  documentation:
    "`m ← β₁ m + (1 - β₁) g`, `v ← β₂ v + (1 - β₂) g²`, `w ← w - rate · √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε)` at step t, counted from 1.",
  settings: { learning_rate: learningRate(1e-3), ...moments },
  slots: ["m", "v"],
  update(g, { weight, slots: [m, v], gradient, learningRate: rate, step }, { beta1, beta2, epsilon }) {
    const inputs = [weight, m!, v!, gradient, rate, g.scalar(0), step];
    const [moved, ...slots] = g.apply("adam_update", inputs, { beta1, beta2, epsilon });
    return { weight: moved!, slots };
  },
  source: "Kingma & Ba, ICLR 2015, arXiv 1412.6980 (the form before its section 2.1); Keras Adam",
  example: "optimizer: adam(1e-3)",
});
