import type { PrimitiveName } from "../primitives/index.ts";
import { convolutionGradients } from "./convolution.ts";
import { elementwiseGradients } from "./elementwise.ts";
import { linearGradients } from "./linear.ts";
import { lookupGradients } from "./lookup.ts";
import { normaliseGradients } from "./normalise.ts";
import { optimiseGradients } from "./optimise.ts";
import { poolingGradients } from "./pooling.ts";
import { reduceGradients } from "./reduce.ts";
import type { GradientRules } from "./rule.ts";
import { shapeGradients } from "./shape.ts";
import { softmaxGradients } from "./softmax.ts";
import { sourceGradients } from "./sources.ts";

/** The gradient of every primitive. A family is a file, as among the primitives. */
export const gradients: GradientRules<PrimitiveName> = {
  ...sourceGradients,
  ...elementwiseGradients,
  ...reduceGradients,
  ...shapeGradients,
  ...linearGradients,
  ...convolutionGradients,
  ...poolingGradients,
  ...normaliseGradients,
  ...lookupGradients,
  ...softmaxGradients,
  ...optimiseGradients,
};
