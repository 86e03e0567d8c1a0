// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnySchedule } from "./define.ts";
import { constant } from "./constant.ts";
import { cosine } from "./cosine.ts";
import { exponential } from "./exponential.ts";
import { stepwise } from "./step.ts";

export const schedules = {
  constant,
  cosine,
  exponential,
  step: stepwise,
} as const satisfies Readonly<Record<string, AnySchedule>>;

export type ScheduleName = keyof typeof schedules;
