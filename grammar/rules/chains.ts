import type { IToken } from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import type { Expression } from "../ast.ts";

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

/** `part operator part …`: one operator fewer than parts. */
export interface Chain {
  readonly parts: readonly Part[];
  readonly operators: readonly Operator[];
}

/** Joins, from left to right, all neighbours whose operator is one of `texts`; what is left is a shorter chain. */
export function join(
  chain: Chain,
  texts: readonly string[],
  make: (left: Part, operator: Operator, right: Part) => Part,
): Chain {
  const parts: Part[] = chain.parts.slice(0, 1);
  const operators: Operator[] = [];
  chain.operators.forEach((operator, index) => {
    const right = chain.parts[index + 1]!;
    if (texts.includes(operator.text)) {
      parts.push(make(parts.pop()!, operator, right));
    } else {
      operators.push(operator);
      parts.push(right);
    }
  });
  return { parts, operators };
}
