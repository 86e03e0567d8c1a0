import { flag, number } from "../operators/settings.ts";
import { optimizer } from "./define.ts";
import { learningRate } from "./settings.ts";

export const sgd = optimizer({
  name: "sgd",
  summary: "Steps against the gradient, with momentum if asked for.",
  documentation:
    "`v ← momentum · v - rate · g` and `w ← w + v`, which without momentum is `w ← w - rate · g`; Nesterov's form looks ahead, `w ← w + momentum · v - rate · g`. With `weight_decay` d, `w ← w - rate · d · w` first, apart from the momentum.",
  settings: {
    learning_rate: learningRate(0.01),
    momentum: number("how much of the last move is kept", { from: 0, to: 1, below: true, default: 0 }),
    nesterov: flag("whether the gradient's step is taken from where the momentum leads", { default: false }),
    weight_decay: number("the share of each weight that is taken away per unit of the rate", {
      from: 0,
      to: 1,
      default: 0,
    }),
  },
  slots: ["velocity"],
  update(g, { weight, slots, gradient, learningRate: rate }, { momentum, nesterov, weight_decay: decay }) {
    const kept = decay === 0 ? weight : g.sub(weight, g.mul(weight, g.mul(rate, g.scalar(decay))));
    const inputs = [kept, slots[0]!, gradient, rate];
    const [moved, velocity] = g.apply("momentum_update", inputs, { momentum, nesterov });
    return { weight: moved!, slots: [velocity!] };
  },
  source: "Sutskever et al., ICML 2013; Keras SGD",
  example: "optimizer: sgd(0.01, momentum: 0.9)",
});
