import type { Settings } from "../operators/settings.ts";

export type SamplingName = "balanced";

interface Sampling {
  readonly name: SamplingName;
  readonly summary: string;
  readonly documentation: string;
  /** Beside the output that it goes by. */
  readonly settings: Settings;
  /** A setting of a `train` declaration. */
  readonly example: string;
}

/** How the rows of an epoch are drawn from the training rows, where it is not each of them once. */
export const SAMPLINGS: Readonly<Record<SamplingName, Sampling>> = {
  balanced: {
    name: "balanced",
    summary: "Draws the rows of an epoch so that every label of an output comes equally often.",
    documentation:
      "An epoch has as many rows as there are training rows, and of these each label that occurs has the same share, to within one row. Within a label every row comes as often as any other, to within one: rare rows several times in an epoch, those of a frequent label not in each. The draws follow from the seed and the epoch alone, so that a resumed run goes on with the same rows. Metrics of the training rows are then those of the rows drawn; validation and test rows stay as they are. Where losses are to be weighed in place of rows being drawn again, use `class_weights: balanced`; both at once balance twice.",
    settings: {},
    example: "sample: balanced(mood)",
  },
};
