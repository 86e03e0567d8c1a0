import { absenceInert, absenceUncounted, subsetsFinite } from "./properties/absence.ts";
import { attentionWeighs } from "./properties/attention-weighs.ts";
import { gradientsReach } from "./properties/gradients-reach.ts";
import { operandsCommute } from "./properties/operands-commute.ts";
import { paddingInert } from "./properties/padding-inert.ts";
import { predictRepeatable } from "./properties/predict-repeatable.ts";
import { rowsApart } from "./properties/rows-apart.ts";
import { savedAndRestored } from "./properties/saved-and-restored.ts";
import { absenceOnePath, trainsAsPredicts } from "./properties/trains-as-predicts.ts";
import { weightingMatters } from "./properties/weighting-matters.ts";
import { weightsMove } from "./properties/weights-move.ts";
import { weightsRegistered } from "./properties/weights-registered.ts";
import type { Property } from "./property.ts";

/** What is tried on every model, in this order. */
export const PROPERTIES: readonly Property[] = [
  weightsRegistered,
  gradientsReach,
  weightsMove,
  savedAndRestored,
  predictRepeatable,
  rowsApart,
  operandsCommute,
  weightingMatters,
  attentionWeighs,
  trainsAsPredicts,
  paddingInert,
  subsetsFinite,
  absenceOnePath,
  absenceInert,
  absenceUncounted,
];
