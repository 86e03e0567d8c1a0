import type { optimise as primitives } from "../../../../../compiler/graph/primitives/optimise.ts";
import type { Rules } from "../rule.ts";

export const optimise: Rules<keyof typeof primitives> = {
  adam_update([weight, mean, square, gradient, rate, decay, step], { beta1, beta2, epsilon }) {
    const [r, t] = [rate!.data[0]!, step!.data[0]!];
    const m = mean!.data.map((v, i) => beta1 * v + (1 - beta1) * gradient!.data[i]!);
    const v = square!.data.map((u, i) => beta2 * u + (1 - beta2) * gradient!.data[i]! ** 2);
    const pace = (r * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    const w = weight!.data.map(
      (u, i) => u - r * decay!.data[0]! * u - (pace * m[i]!) / (Math.sqrt(v[i]!) + epsilon),
    );
    return [w, m, v].map((data) => ({ shape: weight!.shape, data }));
  },
  momentum_update([weight, velocity, gradient, rate], { momentum, nesterov }) {
    const falls = gradient!.data.map((value) => value * rate!.data[0]!);
    const v = velocity!.data.map((u, i) => momentum * u - falls[i]!);
    const w = weight!.data.map((u, i) => u + (nesterov ? momentum * v[i]! - falls[i]! : v[i]!));
    return [w, v].map((data) => ({ shape: weight!.shape, data }));
  },
};
