import type { Computed, Kernels } from "../kernel.ts";
import { convolution2d } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { linear } from "./linear.ts";
import { lookup } from "./lookup.ts";
import { pooling } from "./pooling.ts";
import { reduce } from "./reduce.ts";
import { shape } from "./shape.ts";
import { softmax } from "./softmax.ts";
import { sources } from "./sources.ts";

/** How every primitive is computed with tfjs's operations. */
export const kernels: Kernels<Computed> = {
  ...sources,
  ...elementwise,
  ...reduce,
  ...shape,
  ...linear,
  ...convolution2d,
  ...pooling,
  ...lookup,
  ...softmax,
};
