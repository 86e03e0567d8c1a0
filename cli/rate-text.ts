import type { RateSearch } from "../runtime/train/find-rate.ts";
import { table } from "./terminal.ts";

/** Rates that are shown. */
const SHOWN = 12;

/** What a search for a learning rate has found. */
export function rateText({ tried, proposed }: RateSearch): string {
  const every = Math.max(1, Math.ceil(tried.length / SHOWN));
  const rows = tried
    .filter((_, i) => i % every === 0 || i === tried.length - 1)
    .map(({ rate, loss }) => [rate.toExponential(1), loss.toFixed(4)]);
  const told =
    proposed === undefined
      ? "At none of these rates did the loss fall: look at the data and the model first."
      : `The loss fell fastest at ${proposed.toExponential(1)}: try \`learning_rate: ${proposed.toExponential(1)}\`. Nothing was changed.`;
  return [table([["learning rate", "loss, smoothed"], ...rows], [0, 1]), told].join("\n\n");
}
