/** How numbers are written: `2_000`, `1e-3`, `300k`, `16 kHz`, `64MB`. */
import { UNITS, type Unit } from "./ast.ts";

/** Decimal multipliers, as powers of ten. */
const MULTIPLIERS = { k: 3, M: 6, G: 9 } as const;

/** Everything that may stand behind a number. */
export const SUFFIXES: readonly string[] = [...Object.keys(MULTIPLIERS), ...UNITS];

/** Also with digits missing on one side of the point, so that this can be said; `0..1` is no such number. */
const DIGITS = /(?:\d[\d_]*(?:\.\d[\d_]*|\.(?![.\p{L}\p{Nl}_]))?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/uy;
const WORD = /[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*/uy;
const GAP = /[ \t]+/y;

/** Behind these a word is no unit: it is called, or named as a setting or a value. */
const NO_UNIT = /[ \t]*(?:[(:]|=(?!=)|\.(?!\.))/y;

/**
 * The number at `offset` with its suffix. A word that touches the digits always belongs to the number, known or not;
 * behind a space only a suffix does, or what was probably meant as one, and not where it is used as a name
 * (`[1 min(a, b)]` and `f(a: 1 s: 2)` lack commas).
 */
export function matchNumber(text: string, offset: number): [string] | null {
  const digits = at(DIGITS, text, offset);
  if (digits === undefined) return null;
  const end = offset + digits.length;
  const touching = at(WORD, text, end);
  if (touching !== undefined) return [digits + touching];
  const gap = at(GAP, text, end) ?? "";
  const word = gap === "" ? undefined : at(WORD, text, end + gap.length);
  if (word === undefined || at(NO_UNIT, text, end + gap.length + word.length) !== undefined) return [digits];
  const known = SUFFIXES.includes(word) || (word.length > 1 && nearestSuffix(word) !== undefined);
  return [known ? digits + gap + word : digits];
}

/** Whether a number is written without a suffix. */
export function isBare(image: string): boolean {
  return /[\d._]$/.test(image);
}

function at(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

export interface ReadNumber {
  readonly value: number;
  readonly integer: boolean;
  readonly unit?: Unit;
  /** What is wrong with the way it is written, if anything; the value is then the best guess. */
  readonly problem?: NumberProblem;
}

export type NumberProblem =
  | { readonly kind: "unit"; readonly unit: string; readonly offset: number }
  | { readonly kind: "underscore" }
  | { readonly kind: "point" }
  | { readonly kind: "size" };

/** Reads what `matchNumber` matched. A multiplier moves the decimal point of the text, so that `2.3M` is exact. */
export function readNumber(image: string): ReadNumber {
  const written = at(DIGITS, image, 0) ?? "0";
  const suffix = image.slice(written.length).trim();
  const power = isMultiplier(suffix) ? MULTIPLIERS[suffix] : 0;
  const [mantissa = "0", exponent = "0"] = written.replaceAll("_", "").toLowerCase().split("e");
  const value = Number(`${mantissa}e${Number(exponent) + power}`);
  const whole = power > 0 ? Number.isInteger(value) : !mantissa.includes(".") && !exponent.startsWith("-");
  const problem = problemOf(written, suffix, image.length - suffix.length, value);
  return {
    value: Number.isFinite(value) ? value : 0,
    integer: whole,
    ...(isUnit(suffix) ? { unit: suffix } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

function problemOf(
  written: string,
  suffix: string,
  offset: number,
  value: number,
): NumberProblem | undefined {
  if (suffix !== "" && !SUFFIXES.includes(suffix)) return { kind: "unit", unit: suffix, offset };
  if (/__|_(?!\d)/.test(written)) return { kind: "underscore" };
  if (/^\.|\.(?!\d)/.test(written)) return { kind: "point" };
  if (!Number.isFinite(value)) return { kind: "size" };
  return undefined;
}

/** The suffix that was probably meant: the same letters in another case, or a common other spelling. */
export function nearestSuffix(word: string): string | undefined {
  const same = SUFFIXES.filter((suffix) => suffix.toLowerCase() === word.toLowerCase());
  return same.length === 1 ? same[0] : OTHER_SPELLINGS.get(word.toLowerCase());
}

const OTHER_SPELLINGS: ReadonlyMap<string, Unit> = new Map([
  ["sec", "s"],
  ["second", "s"],
  ["seconds", "s"],
  ["msec", "ms"],
  ["minute", "min"],
  ["minutes", "min"],
  ["hertz", "Hz"],
  ["byte", "B"],
  ["bytes", "B"],
]);

function isUnit(word: string): word is Unit {
  return UNITS.some((unit) => unit === word);
}

function isMultiplier(word: string): word is keyof typeof MULTIPLIERS {
  return Object.hasOwn(MULTIPLIERS, word);
}
