import type { Transform } from "../../compiler/plan/data-plan.ts";

/** What each transform does to a cell; the same for every language of the user's machine. */
const TRANSFORM: Readonly<Record<Transform, (text: string) => string>> = {
  lowercase: (text) => text.toLowerCase(),
  trim: (text) => text.trim(),
};

/** Applies transforms from left to right. */
export function transformed(text: string, transforms: readonly Transform[]): string {
  return transforms.reduce((result, name) => TRANSFORM[name](result), text);
}
