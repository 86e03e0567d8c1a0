import type { Pooling, pooling as primitives } from "../../../compiler/graph/primitives/pooling.ts";
import { slide } from "../../../compiler/graph/windows.ts";
import { type Kernels, runKernel } from "../kernel.ts";
import type { EagerTensor, Tfjs } from "../tfjs.ts";

const attributes = ({ window, strides, padding }: Pooling) => ({
  filterSize: [...window],
  strides: [...strides],
  pad: padding,
  dimRoundingMode: undefined,
});

export const pooling: Kernels<keyof typeof primitives> = {
  max_pool2d: (tf, [x], { window, strides, padding }) => [tf.maxPool(x!, [...window], [...strides], padding)],
  max_pool2d_gradient: (tf, [dy, x, y], pooling) => [
    (maxGradients[tf.getBackend()] ?? byKernel)(tf, [dy!, x!, y!], pooling),
  ],
  avg_pool2d: (tf, [x], { window, strides, padding }) => [tf.avgPool(x!, [...window], [...strides], padding)],

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

type MaxGradient = (
  tf: Tfjs,
  given: readonly [dy: EagerTensor, x: EagerTensor, y: EagerTensor],
  pooling: Pooling,
) => EagerTensor;

/** Where tfjs's own gradient of the largest is not that of the first of equal ones. */
const maxGradients: Readonly<Record<string, MaxGradient>> = {
  wasm: handedBack,
  webgl: backwards,
  webgpu: backwards,
};

function byKernel(tf: Tfjs, [dy, input, output]: Parameters<MaxGradient>[1], pooling: Pooling): EagerTensor {
  return runKernel(tf, "MaxPoolGrad", { dy, input, output }, attributes(pooling));
}

/** On graphics cards the last of equal ones takes all: the first does where the images lie the other way round. */
function backwards(
  tf: Tfjs,
  [dy, x, y]: Parameters<MaxGradient>[1],
  { window, strides, padding }: Pooling,
): EagerTensor {
  const [rows, height, width, channels] = x.shape as [number, number, number, number];
  /** How much of an axis windows see, and how far they hang over it. */
  const seen = (size: number, axis: 0 | 1) => {
    const { places, before } = slide(size, window[axis], strides[axis], padding);
    const end = (places - 1) * strides[axis] + window[axis] - before;
    return { size: Math.min(size, end), before, after: Math.max(0, end - size) };
  };
  const [down, across] = [seen(height, 0), seen(width, 1)];
  const turned = (tensor: EagerTensor) => tf.reverse(tensor, [1, 2]);
  const used = tf.slice(x, [0, 0, 0, 0], [rows, down.size, across.size, channels]);
  const dx = runKernel(
    tf,
    "MaxPoolGrad",
    { dy: turned(dy), input: turned(used), output: turned(y) },
    {
      ...attributes({ window, strides, padding }),
      pad: [
        [0, 0],
        [down.after, down.before],
        [across.after, across.before],
        [0, 0],
      ],
    },
  );
  const unused: [number, number][] = [
    [0, 0],
    [0, height - down.size],
    [0, width - across.size],
    [0, 0],
  ];
  return tf.pad(turned(dx), unused, 0);
}

/**
 * The gradient of each window's largest number, the first of equal ones. tfjs's own on WebAssembly finds none among
 * numbers below 0 and hands it to all that are equal.
 */
function handedBack(
  tf: Tfjs,
  [dy, x]: Parameters<MaxGradient>[1],
  { window, strides, padding }: Pooling,
): EagerTensor {
  const [rows, height, width, channels] = x.shape as [number, number, number, number];
  const down = slide(height, window[0], strides[0], padding);
  const across = slide(width, window[1], strides[1], padding);
  const [numbers, gradients] = [x.dataSync(), dy.dataSync()];
  const dx = new Float32Array(numbers.length);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < down.places; i++) {
      const top = i * strides[0] - down.before;
      const [firstY, endY] = [Math.max(top, 0), Math.min(top + window[0], height)];
      for (let j = 0; j < across.places; j++) {
        const left = j * strides[1] - across.before;
        const [firstX, endX] = [Math.max(left, 0), Math.min(left + window[1], width)];
        for (let channel = 0; channel < channels; channel++) {
          let largest = ((row * height + firstY) * width + firstX) * channels + channel;
          for (let y = firstY; y < endY; y++) {
            for (let x = firstX; x < endX; x++) {
              const at = ((row * height + y) * width + x) * channels + channel;
              if (numbers[at]! > numbers[largest]!) largest = at;
            }
          }
          dx[largest]! += gradients[next++]!;
        }
      }
    }
  }
  return tf.tensor(dx, [...x.shape], "float32");
}

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
