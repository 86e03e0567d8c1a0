import type { Kernels } from "../kernel.ts";
import { convolution2d } from "./convolution.ts";
import { convolutionGradients } from "./convolution-gradients.ts";
import { elementwise } from "./elementwise.ts";
import { linear } from "./linear.ts";
import { lookup } from "./lookup.ts";
import { normalise } from "./normalise.ts";
import { optimise } from "./optimise.ts";
import { pooling } from "./pooling.ts";
import { poolingGradients } from "./pooling-gradients.ts";
import { reduce } from "./reduce.ts";
import { shape } from "./shape.ts";
import { softmax } from "./softmax.ts";
import { sources } from "./sources.ts";

/** How every primitive is computed with ONNX's operators. */
export const kernels: Kernels = {
  ...sources,
  ...elementwise,
  ...reduce,
  ...shape,
  ...linear,
  ...convolution2d,
  ...convolutionGradients,
  ...pooling,
  ...poolingGradients,
  ...normalise,
  ...lookup,
  ...softmax,
  ...optimise,
};
