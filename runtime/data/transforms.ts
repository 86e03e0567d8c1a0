import type { Transform } from "../../compiler/plan/data-plan.ts";

/** What each transform of texts does to one; the same for every language of the user's machine. */
const OF_TEXT: Readonly<Partial<Record<Transform["kind"], (text: string) => string>>> = {
  lowercase: (text) => text.toLowerCase(),
  trim: (text) => text.trim(),
};

/** Applies those transforms that are of texts, from left to right. */
export function transformed(text: string, transforms: readonly Transform[]): string {
  return transforms.reduce((result, { kind }) => OF_TEXT[kind]?.(result) ?? result, text);
}
