import { number } from "../operators/settings.ts";
import { optimizer } from "./define.ts";
import { learningRate, moments } from "./settings.ts";

export const adamw = optimizer({
  name: "adamw",
  summary: "Adam, with every weight drawn towards zero apart from the gradient.",
  documentation:
    "First `w ← w - rate · weight_decay · w`, then a step of `adam`. The decay is not part of the gradient, so it is the same for all weights however large their gradients are.",
  settings: {
    learning_rate: learningRate(1e-3),
    ...moments,
    weight_decay: number("the share of each weight that is taken away per unit of the rate", {
      from: 0,
      to: 1,
      default: 0.004,
    }),
  },
  slots: ["m", "v"],
  update(g, { weight, slots: [m, v], gradient, learningRate: rate, step }, settings) {
    const { beta1, beta2, epsilon, weight_decay: decay } = settings;
    const inputs = [weight, m!, v!, gradient, rate, g.scalar(decay), step];
    const [moved, ...slots] = g.apply("adam_update", inputs, { beta1, beta2, epsilon });
    return { weight: moved!, slots };
  },
  source: "Loshchilov & Hutter, ICLR 2019, arXiv 1711.05101; Keras AdamW",
  example: "optimizer: adamw(learning_rate: 1e-3, weight_decay: 1e-4)",
});
