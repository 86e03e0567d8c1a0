/**
 * Sizes of axes: numbers, or expressions over symbols while a block is checked for every size at once.
 * Expressions are evaluated forward and never solved.
 */
export type Size = number | SymbolicSize;

export interface SymbolicSize {
  /** As the author would write it: `H`, `floor(H/2)`, `2*D + 1`. Equal texts mean equal sizes. */
  readonly text: string;
}

/** The numbers that one value of a record, or the weights of one operator, may have: more than any machine holds. */
export const MOST_NUMBERS = 2 ** 31 - 1;

export type Comparison = "same" | "different" | "unknown";

export const symbol = (name: string): SymbolicSize => ({ text: name });

export const isKnown = (size: Size): size is number => typeof size === "number";

export const showSize = (size: Size): string => (isKnown(size) ? String(size) : size.text);

/** Whether two sizes agree; `unknown` when that depends on symbols. */
export function compareSizes(a: Size, b: Size): Comparison {
  if (isKnown(a) && isKnown(b)) return a === b ? "same" : "different";
  return showSize(a) === showSize(b) && showSize(a) !== TOO_LONG ? "same" : "unknown";
}

/** Stands for an expression that is too long to keep, of which nothing more is known. */
const TOO_LONG = "…";

/** The longest expression that is kept; sizes of which each is the double of the last would soon fill the memory. */
const LONGEST = 200;

type Rule = (a: number, b: number) => number;

function combine(rule: Rule, show: (a: string, b: string) => string) {
  return (a: Size, b: Size): Size => {
    if (isKnown(a) && isKnown(b)) return rule(a, b);
    const text = show(operand(a), operand(b));
    return { text: text.length > LONGEST || text.includes(TOO_LONG) ? TOO_LONG : text };
  };
}

/** A sum or difference in brackets, so that it can stand inside a larger expression. */
function operand(size: Size): string {
  const text = showSize(size);
  return /^[\w.]+$|^\w+\(.*\)$/.test(text) ? text : `(${text})`;
}

export const addSizes = combine(
  (a, b) => a + b,
  (a, b) => `${a} + ${b}`,
);
export const subtractSizes = combine(
  (a, b) => a - b,
  (a, b) => `${a} - ${b}`,
);
export const multiplySizes = combine(
  (a, b) => a * b,
  (a, b) => `${a}*${b}`,
);
/** `a/b` rounded down. */
export const floorDivide = combine(
  (a, b) => Math.floor(a / b),
  (a, b) => `floor(${a}/${b})`,
);
/** `a/b` rounded up. */
export const ceilDivide = combine(
  (a, b) => Math.ceil(a / b),
  (a, b) => `ceil(${a}/${b})`,
);
/** `a/b`; a known quotient may be fractional, which the caller must refuse where a whole size is needed. */
export const divideSizes = combine(
  (a, b) => a / b,
  (a, b) => `${a}/${b}`,
);
