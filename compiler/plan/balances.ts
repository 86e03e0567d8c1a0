import { integer, type Settings } from "../operators/settings.ts";

export type BalanceName = "fixed" | "uncertainty" | "gradient_blend";

interface Balance {
  readonly name: BalanceName;
  readonly summary: string;
  readonly documentation?: string;
  readonly settings: Settings;
  readonly source?: string;
  /** Statements of a `train` declaration. */
  readonly example: string;
}

/** How the terms of what is minimised are weighed against each other. */
export const BALANCES: Readonly<Record<BalanceName, Balance>> = {
  fixed: {
    name: "fixed",
    summary: "By the weights that stand before the terms: what is minimised is their weighted sum.",
    settings: {},
    example: `minimise {
  mood = cross_entropy(mood)
  age  = 0.1 * huber(age)
}`,
  },
  uncertainty: {
    name: "uncertainty",
    summary: "By a trained number for each term, which says how uncertain it is.",
    documentation:
      "`c e^-s L + s/2` with the log-variance s of each term, which starts at 0, and c = 1/2 for squared errors, 1 for others.",
    settings: {},
    source: "Kendall, Gal & Cipolla, CVPR 2018, arXiv 1705.07115",
    example: `minimise {
  mood = cross_entropy(mood)
  age  = squared_error(age)
  balance: uncertainty
}`,
  },
  gradient_blend: {
    name: "gradient_blend",
    summary:
      "By how well each term generalises for how much it overfits: for a loss of each path and a joint one.",
    documentation:
      "`Σ w_k L_k` with `w_k ∝ G_k / O_k²`, normalised to the sum 1: between two measurements, `G_k` is how much the term's loss on the validation split has fallen, and `O_k` how much the gap between that loss and the one on the training rows has grown. A path that overfits soon counts little, before it drags the others along. The weights start equal and are set every few epochs, as state that no gradient moves and every checkpoint keeps; a term whose validation loss has not fallen counts nothing until the next time, and if none has, all weights stay. `|O_k|` counts as 0.001 at least. Both losses are measured on all rows by the weights at that time.\n\nThe paper measures each path by training it apart from the same beginning; here it is measured as it is trained with the others. The weights change what `loss` means from one measurement to the next, so let `stop` watch a metric or the loss of a term.",
    settings: {
      every: integer("epochs between two measurements", { positional: true, default: 5 }),
    },
    source: "Wang, Tran & Feiszli, CVPR 2020, arXiv 1905.12681 (its online form)",
    example: `minimise {
  words = cross_entropy(by_words, target: mood)
  sight = cross_entropy(by_sight, target: mood)
  joint = cross_entropy(mood)
  balance: gradient_blend(every: 5)
}`,
  },
};
