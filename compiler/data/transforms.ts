import { choice, choices } from "../operators/settings.ts";
import type { DatePart } from "./moments.ts";

/** What a moment is told by. Those that come round again are two numbers each, the sine and cosine of their turn. */
export const DATE_PARTS: Readonly<Record<DatePart, number>> = {
  /** The year and its fraction, counted from 2000. */
  year: 1,
  /** Days since the beginning of 1970, with their fraction. */
  days: 1,
  month: 2,
  day_of_month: 2,
  day_of_year: 2,
  weekday: 2,
  hour: 2,
  minute: 2,
};

/** What may be done to a field on its way to the model. */
export const transforms = {
  /** Texts in lower case, the same in every language of the machine. */
  lowercase: { settings: {} },
  /** Texts without blanks at their ends. */
  trim: { settings: {} },
  /** A date or time as numbers. */
  date: {
    settings: {
      parts: choices(Object.keys(DATE_PARTS) as DatePart[], "what is told of the moment, in this order", {
        positional: true,
      }),
    },
  },
  /** Numbers for empty cells among the columns of a record. */
  fill: {
    settings: {
      with: choice(["mean", "zero"], "the mean of the training rows, or zero", { positional: true }),
    },
  },
  /** Numbers less their mean and divided by their standard deviation, channel by channel, by the training rows. */
  standardise: { settings: {} },
} as const;

export type TransformName = keyof typeof transforms;
