/**
 * How lines begin. What begins like another language, like a misspelt word or like nothing at all is told apart here,
 * before the grammar reads it: the grammar could say only that something else was expected.
 */
import type { IToken } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  assignment,
  declarator,
  foreignWord,
  namesFirst,
  typedValue,
  unquotedPath,
  wordBeforeItem,
} from "./beginnings/foreign.ts";
import { bareBrace, itemInBody, leadingPipe, outsideBody, unnamed } from "./beginnings/misplaced.ts";
import { missingInput, missingName, otherThanOn, severalNames } from "./beginnings/names.ts";
import type { Check, Context } from "./beginnings/start.ts";
import { missingSign, misspelt } from "./beginnings/words.ts";

/** A line with its beginning put right. */
export interface Beginning {
  /** What the grammar should read; undefined when nothing more can be made of the line. */
  readonly tokens: readonly IToken[] | undefined;
  readonly diagnostic?: Diagnostic;
  /** What should have stood on lines of their own before `tokens`. */
  readonly others?: readonly (readonly IToken[])[];
  /** Whether `tokens` are a guess: what else is wrong in the line may be due to it. */
  readonly guess?: boolean;
}

/** Looks at how a line begins. */
export function checkBeginning(file: string, line: readonly IToken[], context: Context): Beginning {
  const [first, second] = line;
  if (first === undefined) return { tokens: undefined };
  for (const check of CHECKS) {
    const verdict = check({ file, line, first, second, ...context });
    if (verdict !== undefined) return { ...verdict, tokens: verdict.tokens };
  }
  return { tokens: line };
}

/** The first that has something to say decides. */
const CHECKS: readonly Check[] = [
  bareBrace,
  namesFirst,
  unquotedPath,
  leadingPipe,
  itemInBody,
  missingName,
  otherThanOn,
  missingInput,
  wordBeforeItem,
  declarator,
  foreignWord,
  typedValue,
  severalNames,
  assignment,
  misspelt,
  missingSign,
  outsideBody,
  unnamed,
];
