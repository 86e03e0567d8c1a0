import { flag } from "../operators/settings.ts";
import { type Axis, axis } from "../types/value-type.ts";
import type { Beside } from "./define.ts";

/** The setting of modalities over time whose records may be shorter than their axis. */
export const ragged = flag(
  "whether a record may be shorter than that: what is missing is padding, which never counts",
  {
    default: false,
  },
);

/** A `time` axis with its rate, if any, which the records of an input fill or, if ragged, fill as far as they reach. */
export function timeAxis(
  size: Axis["size"],
  isRagged: boolean,
  { input, rate }: Pick<Beside, "input" | "rate">,
): Axis {
  return {
    ...axis("time", size),
    ...(isRagged && { ragged: input }),
    ...(rate !== undefined && { rate }),
  };
}
