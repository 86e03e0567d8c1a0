import type { Span } from "../../diagnostics/source.ts";

/** Where in the author's file a part of the graph came from. */
export interface Origin {
  /** Names from the outside in, such as `sight/ConvNet/conv_2`: unique per operator of a model. */
  readonly path: string;
  /** Absent for what belongs to no line, such as the optimizer's arithmetic. */
  readonly span?: Span;
  /** Which of the model's applications it is, in their order: uses of one instance have one path. */
  readonly application?: number;
}
