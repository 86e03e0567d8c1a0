/** The parts of the data: what is trained on, what choices are made by, and what is measured at the end. */
export const SPLITS = ["train", "validation", "test"] as const;
export type SplitName = (typeof SPLITS)[number];
