import type { normalise as primitives } from "../../../../../compiler/graph/primitives/normalise.ts";
import { add, average, table } from "../../../operators/kit/arrays.ts";
import { type Dense, filled } from "../dense.ts";
import type { Rules } from "../rule.ts";

/** The numbers of every channel, the last axis. */
function columns(x: Dense): number[][] {
  const channels = x.shape.at(-1)!;
  return table(channels, (c) => x.data.filter((_, i) => i % channels === c));
}

/** Channels side by side again. */
const woven = (shape: readonly number[], columns: readonly (readonly number[])[]): Dense => ({
  shape,
  data: columns[0]!.flatMap((_, row) => columns.map((column) => column[row]!)),
});

export const normalise: Rules<keyof typeof primitives> = {
  batch_norm([x, scale, shift], { epsilon }) {
    const split = columns(x!);
    const mean = split.map(average);
    const variance = split.map((column, c) => average(column.map((v) => (v - mean[c]!) ** 2)));
    const y = split.map((column, c) =>
      column.map(
        (v) => ((v - mean[c]!) / Math.sqrt(variance[c]! + epsilon)) * scale!.data[c]! + shift!.data[c]!,
      ),
    );
    const shape = [split.length];
    return [woven(x!.shape, y), { shape, data: mean }, { shape, data: variance }];
  },

  // The chain rule term by term: by the value itself, by the mean, by the variance (Ioffe & Szegedy 2015, section 3).
  batch_norm_gradient([gradient, x, scale, mean, variance], { epsilon }) {
    const [dys, xs] = [columns(gradient!), columns(x!)];
    const dx = xs.map((column, c) => {
      const [m, v] = [mean!.data[c]!, variance!.data[c]! + epsilon];
      const dNormal = dys[c]!.map((dy) => dy * scale!.data[c]!);
      const dVariance = add(dNormal.map((d, i) => d * (column[i]! - m) * -0.5 * v ** -1.5));
      const dMean =
        add(dNormal.map((d) => -d / Math.sqrt(v))) + dVariance * average(column.map((a) => -2 * (a - m)));
      return column.map(
        (a, i) =>
          dNormal[i]! / Math.sqrt(v) + (dVariance * 2 * (a - m)) / column.length + dMean / column.length,
      );
    });
    const channel = (f: (c: number) => number) => filled([xs.length], ([c]) => f(c!));
    return [
      woven(x!.shape, dx),
      channel((c) =>
        add(
          dys[c]!.map(
            (dy, i) => (dy * (xs[c]![i]! - mean!.data[c]!)) / Math.sqrt(variance!.data[c]! + epsilon),
          ),
        ),
      ),
      channel((c) => add(dys[c]!)),
    ];
  },
};
