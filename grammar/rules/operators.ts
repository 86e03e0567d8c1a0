import { cover } from "../../diagnostics/source.ts";
import type { BinaryOperator, Expression } from "../ast.ts";
import * as t from "../tokens.ts";
import { join, type Operator, type Part } from "./chains.ts";
import type { Rule } from "./lists.ts";
import { OperandRules } from "./operands.ts";
import * as slips from "./slips.ts";

/**
 *     expression  = arithmetic (("|>" | "==" | "!=" | "<" | "<=" | ">" | ">=") arithmetic)*
 *     arithmetic  = operand (("+" | "-" | "*" | "/" | "..") operand)*
 *
 * From loosest to tightest: `|>`; comparisons, which do not chain; `..`; `+ -`; `* /`. Chains are read flat and made
 * into trees afterwards: fewer rules stand within each other, and a long chain needs no deep stack.
 */
export abstract class OperatorRules extends OperandRules {
  override readonly expression: Rule<Expression> = this.RULE("expression", () => {
    const parts = [this.part(() => this.SUBRULE(this.arithmetic))];
    const operators: Operator[] = [];
    this.MANY(() => {
      operators.push(this.looseOperator());
      parts.push(this.part(() => this.SUBRULE1(this.arithmetic)));
    });
    return this.ACTION(() => {
      const compared = join({ parts, operators }, COMPARISONS, this.compared);
      return join(compared, ["|>"], this.piped).parts[0]!.node;
    });
  });

  protected readonly arithmetic: Rule<Expression> = this.RULE("arithmetic", () => {
    const parts = [this.part(() => this.SUBRULE(this.operand))];
    const operators: Operator[] = [];
    this.MANY(() => {
      const token = this.CONSUME(t.ArithmeticOperator);
      operators.push({ token, text: token.image });
      parts.push(this.part(() => this.SUBRULE1(this.operand)));
    });
    return this.ACTION(() => {
      const products = join({ parts, operators }, ["*", "/"], this.calculated);
      const sums = join(products, ["+", "-"], this.calculated);
      return join(sums, [".."], this.ranged).parts[0]!.node;
    });
  });

  /** `>` and `=` side by side are `>=`. */
  private looseOperator(): Operator {
    const token = this.CONSUME(t.LooseOperator);
    const equals = this.OPTION({
      GATE: () => t.is(token, t.Greater) && this.LA(1).startOffset === t.endOf(token),
      DEF: () => this.CONSUME(t.Equals),
    });
    return { token, text: this.ACTION(() => token.image + (equals?.image ?? "")) };
  }

  private part(read: () => Expression): Part {
    const first = this.LA(1);
    const node = read();
    return this.ACTION(() => ({ node, span: this.spanFrom(first) }));
  }

  private readonly calculated = (left: Part, operator: Operator, right: Part): Part => {
    const span = cover(left.span, right.span);
    if (!isBinary(operator.text)) return left;
    return {
      node: { kind: "binary", span, operator: operator.text, left: left.node, right: right.node },
      span,
    };
  };

  private readonly compared = (left: Part, operator: Operator, right: Part): Part => {
    const { by } = left;
    if (by !== undefined) {
      this.report((file) => slips.chainedComparison(file, operator.token, by));
      const span = cover(left.span, right.span);
      return { node: this.missing(span), span, by: operator.token };
    }
    return { ...this.calculated(left, operator, right), by: operator.token };
  };

  private readonly ranged = (left: Part, operator: Operator, right: Part): Part => {
    if (left.by !== undefined) this.report((file) => slips.secondRange(file, operator.token));
    const span = cover(left.span, right.span);
    return { node: { kind: "range", span, from: left.node, to: right.node }, span, by: operator.token };
  };

  private readonly piped = (left: Part, _operator: Operator, right: Part): Part => {
    const finding = slips.notAStep(right.span, right.node);
    if (finding !== undefined) this.report(() => finding);
    const span = cover(left.span, right.span);
    return { node: { kind: "pipe", span, left: left.node, right: right.node }, span };
  };
}

const COMPARISONS = ["==", "!=", "<", "<=", ">", ">="] as const satisfies readonly BinaryOperator[];

const BINARY: readonly BinaryOperator[] = ["+", "-", "*", "/", ...COMPARISONS];

function isBinary(text: string): text is BinaryOperator {
  return BINARY.some((operator) => operator === text);
}
