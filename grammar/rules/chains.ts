/**
 * Chains of operators. The rules read `operand operator operand …` flat; here each chain becomes a tree, by
 * precedence: first `*` and `/`, then `+` and `-`, then `..`, then comparisons, and last of all `|>`.
 */
import type { IToken } from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import type { BinaryOperator, Expression } from "../ast.ts";

/** A value with the place it takes up, brackets around it included. */
export interface Part {
  readonly node: Expression;
  readonly span: Span;
  /** The comparison or range it was just made by, if any: those do not chain. */
  readonly by?: IToken;
}

export interface Operator {
  readonly text: string;
  readonly token: IToken;
}

export interface Chain {
  readonly parts: readonly Part[];
  readonly operators: readonly Operator[];
}

/** Joins, from left to right, all neighbours whose operator is one of `texts`. */
export function join(
  chain: Chain,
  texts: readonly string[],
  make: (left: Part, operator: Operator, right: Part) => Part,
): Chain {
  const parts: Part[] = chain.parts.slice(0, 1);
  const operators: Operator[] = [];
  chain.operators.forEach((operator, index) => {
    const right = chain.parts[index + 1];
    const left = parts[parts.length - 1];
    if (right === undefined || left === undefined) return;
    if (texts.includes(operator.text)) {
      parts[parts.length - 1] = make(left, operator, right);
    } else {
      operators.push(operator);
      parts.push(right);
    }
  });
  return { parts, operators };
}

export const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="] as const satisfies readonly BinaryOperator[];

const BINARY: readonly BinaryOperator[] = ["+", "-", "*", "/", ...COMPARISONS];

export function isBinary(text: string): text is BinaryOperator {
  return BINARY.some((operator) => operator === text);
}
