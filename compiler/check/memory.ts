import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { isKnown, MOST_NUMBERS } from "../types/size.ts";
import type { ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";

/** The most axes that a value may have beside the batch, which is as many as all operations of the engine take. */
export const MOST_AXES = 7;

/** Whether a value of known sizes could be held at all; reports where not. */
export function fitsMemory(e: Elaborator, span: Span, { axes }: Pick<ValueType, "axes">): boolean {
  if (axes.length > MOST_AXES) {
    e.report(diagnostic("axes_too_many", span, { count: axes.length, limit: MOST_AXES }));
    return false;
  }
  const count = axes.reduce((total, { size }) => (isKnown(size) ? total * size : total), 1);
  if (count <= MOST_NUMBERS) return true;
  e.report(diagnostic("value_too_large", span, { value: e.words(span), count, limit: MOST_NUMBERS }));
  return false;
}
