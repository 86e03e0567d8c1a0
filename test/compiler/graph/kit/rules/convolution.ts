import type { convolution2d as primitives } from "../../../../../compiler/graph/primitives/convolution.ts";
import type { Sliding } from "../../../../../compiler/graph/windows.ts";
import { table } from "../../../operators/kit/arrays.ts";
import { at, type Dense, type Place, summed } from "../dense.ts";
import type { Rules } from "../rule.ts";
import { stands } from "./sliding.ts";

/** A product that a convolution sums: of numbers of the image and the kernel, into one of the result. */
type Meet = (image: Place, kernel: Place, result: Place) => void;

/** Which channels of image, kernel and result meet. */
type Channels = (
  kernel: Place,
) => readonly { readonly c: number; readonly k: readonly [number, number]; readonly f: number }[];

const full: Channels = ([, , channels, filters]) =>
  table(channels! * filters!, (i) => {
    const [c, f] = [Math.floor(i / filters!), i % filters!];
    return { c, k: [c, f], f };
  });
const depthwise: Channels = ([, , channels, multiplier]) =>
  table(channels! * multiplier!, (f) => {
    const [c, m] = [Math.floor(f / multiplier!), f % multiplier!];
    return { c, k: [c, m], f };
  });

function convolving(channels: Channels, image: Place, kernel: Place, sliding: Sliding, meet: Meet): void {
  const pairs = channels(kernel);
  for (let n = 0; n < image[0]!; n++) {
    for (const { top, left, seen } of stands(image, kernel, sliding).stands) {
      for (const { i, j, y, x } of seen) {
        for (const { c, k, f } of pairs) meet([n, y, x, c], [i, j, ...k], [n, top, left, f]);
      }
    }
  }
}

const forward =
  (channels: Channels) =>
  ([x, kernel]: readonly Dense[], sliding: Sliding): Dense[] => {
    const { down, across } = stands(x!.shape, kernel!.shape, sliding);
    const shape = [x!.shape[0]!, down, across, channels(kernel!.shape).at(-1)!.f + 1];
    return [
      summed(shape, (add) =>
        convolving(channels, x!.shape, kernel!.shape, sliding, (p, k, r) =>
          add(r, at(x!, p) * at(kernel!, k)),
        ),
      ),
    ];
  };

const byImages =
  (channels: Channels) =>
  ([dy, kernel]: readonly Dense[], image: readonly number[], sliding: Sliding): Dense[] => [
    summed(image, (add) =>
      convolving(channels, image, kernel!.shape, sliding, (p, k, r) => add(p, at(dy!, r) * at(kernel!, k))),
    ),
  ];

const byKernel =
  (channels: Channels) =>
  ([dy, x]: readonly Dense[], kernel: readonly number[], sliding: Sliding): Dense[] => [
    summed(kernel, (add) =>
      convolving(channels, x!.shape, kernel, sliding, (p, k, r) => add(k, at(dy!, r) * at(x!, p))),
    ),
  ];

export const convolution2d: Rules<keyof typeof primitives> = {
  conv2d: forward(full),
  conv2d_input_gradient: (inputs, { inputShape, ...sliding }, { sizes }) =>
    byImages(full)(inputs, sizes(inputShape), sliding),
  conv2d_filter_gradient: (inputs, { kernelShape, ...sliding }) =>
    byKernel(full)(inputs, kernelShape, sliding),
  depthwise_conv2d: forward(depthwise),
  depthwise_conv2d_input_gradient: (inputs, { inputShape, ...sliding }, { sizes }) =>
    byImages(depthwise)(inputs, sizes(inputShape), sliding),
  depthwise_conv2d_filter_gradient: (inputs, { kernelShape, ...sliding }) =>
    byKernel(depthwise)(inputs, kernelShape, sliding),
};
