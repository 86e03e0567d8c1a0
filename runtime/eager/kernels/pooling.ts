import type { Pooling, pooling as primitives } from "../../../compiler/graph/primitives/pooling.ts";
import { slide } from "../../../compiler/graph/windows.ts";
import { type Kernels, runKernel } from "../kernel.ts";

const attributes = ({ window, strides, padding }: Pooling) => ({
  filterSize: [...window],
  strides: [...strides],
  pad: padding,
  dimRoundingMode: undefined,
});

export const pooling: Kernels<keyof typeof primitives> = {
  max_pool2d: (tf, [x], { window, strides, padding }) => [
    tf.maxPool(x!, [...window], [...strides], padding),
  ],
  max_pool2d_gradient: (tf, [dy, input, output], pooling) => [
    runKernel(tf, "MaxPoolGrad", { dy, input, output }, attributes(pooling)),
  ],
  avg_pool2d: (tf, [x], { window, strides, padding }) => [
    tf.avgPool(x!, [...window], [...strides], padding),
  ],

  /**
   * Some of tfjs's backends divide by the whole window where it hangs over the edge. So the edge is put far enough
   * away that none does, and the gradient is brought to the share of the places that count.
   */
  avg_pool2d_gradient(tf, [gradient], { inputShape, ...pooling }, { sizes }) {
    const [rows, ...inner] = sizes(inputShape) as [number, number, number, number];
    const [height, width, channels] = inner;
    const [down, across] = [height, width].map((size, axis) =>
      placed(size, pooling.window[axis]!, pooling.strides[axis]!, pooling.padding),
    ) as [Placed, Placed];
    const share = Float32Array.from(
      down.counts.flatMap((i) => across.counts.map((j) => (pooling.window[0] * pooling.window[1]) / (i * j))),
    );
    const shares = tf.tensor(share, [1, down.counts.length, across.counts.length, 1], "float32");
    const input = tf.fill([rows, down.size, across.size, channels], 0, "float32");
    const wide = runKernel(
      tf,
      "AvgPoolGrad",
      { dy: tf.mul(gradient!, shares), input },
      attributes({ ...pooling, padding: "valid" }),
    );
    return [tf.slice(wide, [0, down.before, across.before, 0], [rows, height, width, channels])];
  },
};

/** An axis that is long enough for every window to lie inside. */
interface Placed {
  readonly size: number;
  /** Where the axis itself begins in it. */
  readonly before: number;
  /** For each window, how many of its places lie on the axis itself. */
  readonly counts: readonly number[];
}

function placed(size: number, window: number, stride: number, padding: Pooling["padding"]): Placed {
  const { places, before } = slide(size, window, stride, padding);
  const counts = Array.from({ length: places }, (_, i) => {
    const start = i * stride - before;
    return Math.min(start + window, size) - Math.max(start, 0);
  });
  return { size: Math.max(before + size, (places - 1) * stride + window), before, counts };
}
