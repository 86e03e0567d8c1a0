import type { IToken } from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import type {
  Argument,
  CallExpression,
  Expression,
  MemberExpression,
  NameExpression,
  NumberLiteral,
  StringLiteral,
  TypeExpression,
} from "../ast.ts";
import { expected } from "../errors.ts";
import { numberFinding, stringFindings } from "../literals.ts";
import { readNumber } from "../numbers.ts";
import { readString } from "../strings.ts";
import * as t from "../tokens.ts";
import { ListRules, type Rule } from "./lists.ts";
import * as slips from "./slips.ts";

type Callee = NameExpression | MemberExpression;

/**
 *     operand     = "-"* primary ("." name | arguments)*
 *     primary     = number | string | name | parenthesised | list | typeValue | instance | pretrained
 *     instance    = "new" path arguments
 *     pretrained  = "pretrained" string
 *     path        = name ("." name)*
 *
 * `pretrained "encoder.onnx"` is the call `pretrained("encoder.onnx")`.
 */
export abstract class OperandRules extends ListRules {
  protected abstract readonly typeValue: Rule<TypeExpression>;

  protected readonly operand: Rule<Expression> = this.RULE("operand", () => {
    const signs: IToken[] = [];
    this.MANY(() => {
      signs.push(this.CONSUME(t.Minus));
    });
    const first = this.LA(1);
    let value = this.SUBRULE(this.primary);
    this.MANY1(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            const member = this.CONSUME(t.Name, { ERR_MSG: expected("member") });
            value = this.ACTION(() => this.member(first, value, member));
          },
        },
        {
          ALT: () => {
            const given = this.SUBRULE(this.arguments);
            value = this.ACTION(() => this.call(value, given, this.spanFrom(first)));
          },
        },
      ]);
    });
    return this.ACTION(() => {
      const end = this.LA(0);
      return signs.reduceRight<Expression>(
        (operand, sign) => ({ kind: "unary", span: this.spanOf(sign, end), operator: "-", operand }),
        value,
      );
    });
  });

  private member(first: IToken, object: Expression, member: IToken): MemberExpression {
    return { kind: "member", span: this.spanFrom(first), object, member: this.identifier(member) };
  }

  private call(callee: Expression, given: readonly Argument[], span: Span): Expression {
    if (callee.kind === "name" || callee.kind === "member")
      return { kind: "call", span, callee, arguments: given };
    if (callee.kind !== "missing") this.report(() => slips.notCallable(callee.span));
    return this.missing(span);
  }

  protected readonly primary: Rule<Expression> = this.RULE("primary", () =>
    this.OR<Expression>({
      ERR_MSG: expected("value"),
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.number() },
        { ALT: () => this.SUBRULE(this.string) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        { ALT: () => this.SUBRULE(this.list) },
        { GATE: () => t.is(this.LA(2), t.Name), ALT: () => this.SUBRULE(this.instance) },
        { GATE: () => t.is(this.LA(2), t.StringToken), ALT: () => this.SUBRULE(this.pretrained) },
        { GATE: () => this.typeFollows(), ALT: () => this.type_() },
        { ALT: () => this.name() },
      ],
    }),
  );

  // ---- words, numbers and texts ------------------------------------------------------------------------

  private name(): Expression {
    const token = this.CONSUME(t.Name);
    return this.ACTION((): NameExpression => ({ kind: "name", ...this.identifier(token) }));
  }

  private number(): Expression {
    const token = this.CONSUME(t.NumberToken);
    return this.ACTION((): NumberLiteral => {
      const { problem, ...number } = readNumber(token.image);
      const span = this.spanOf(token);
      if (problem !== undefined) this.report(() => numberFinding(problem, token.image, span));
      return { kind: "number", span, ...number };
    });
  }

  protected readonly string: Rule<StringLiteral> = this.RULE("string", () => {
    const token = this.CONSUME(t.StringToken);
    return this.ACTION((): StringLiteral => {
      const span = this.spanOf(token);
      const isBare = token.tokenType === t.Unquoted;
      const read = isBare ? { value: token.image, unknown: [] } : readString(token.image);
      for (const finding of stringFindings(token, read, span)) this.report(() => finding);
      return { kind: "string", span, value: read.value };
    });
  });

  protected readonly pretrained: Rule<Expression> = this.RULE("pretrained", () => {
    const word = this.CONSUME(t.Pretrained);
    const path = this.SUBRULE(this.string);
    return this.ACTION((): CallExpression => {
      const callee: NameExpression = { kind: "name", ...this.identifier(word) };
      return {
        kind: "call",
        span: this.spanFrom(word),
        callee,
        arguments: [{ value: path, span: path.span }],
      };
    });
  });

  // ---- instances ---------------------------------------------------------------------------------------

  protected readonly instance: Rule<Expression> = this.RULE("instance", () => {
    const word = this.CONSUME(t.New);
    const first = this.LA(1);
    const callee = this.SUBRULE(this.path);
    const given = this.OPTION(() => this.SUBRULE(this.arguments));
    return this.ACTION((): Expression => {
      const span = this.spanFrom(word);
      if (given === undefined) this.report(() => slips.newWithoutCall(span));
      const call: CallExpression = {
        kind: "call",
        span: this.spanFrom(first),
        callee,
        arguments: given ?? [],
      };
      return { kind: "new", span, call };
    });
  });

  protected readonly path: Rule<Callee> = this.RULE("path", () => {
    const first = this.CONSUME(t.Name);
    let value: Callee = this.ACTION(() => ({ kind: "name", ...this.identifier(first) }));
    this.MANY(() => {
      this.CONSUME(t.Dot);
      const member = this.CONSUME1(t.Name, { ERR_MSG: expected("member") });
      value = this.ACTION(() => this.member(first, value, member));
    });
    return value;
  });

  // ---- types as values ---------------------------------------------------------------------------------

  private type_(): Expression {
    const type = this.SUBRULE(this.typeValue);
    return this.ACTION(() => ({ kind: "type_value", span: type.span, type }));
  }

  /**
   * Where a value may stand, `name[…]` and `name<…>` are types: no operator indexes a value, and comparisons do not
   * chain, so neither could be anything else. The `[` must touch the name (`[a [b]]` lacks a comma), and what follows
   * the `>` must not begin a value (`a < b > c` is a mistaken comparison).
   */
  private typeFollows(): boolean {
    const second = this.LA(2);
    if (t.is(second, t.OpenSquare)) return second.startOffset === t.endOf(this.LA(1));
    if (!t.is(second, t.Less)) return false;
    let depth = 0;
    for (let ahead = 2; ahead < FARTHEST_TYPE; ahead += 1) {
      const token = this.LA(ahead);
      if (t.is(token, t.Less)) depth += 1;
      else if (t.is(token, t.Greater)) depth -= 1;
      else if (!t.is(token, t.Name) && !t.is(token, t.Comma)) return false;
      if (depth === 0) return !NOT_BEHIND_TYPE.some((type) => t.is(this.LA(ahead + 1), type));
    }
    return false;
  }
}

/** How many tokens ahead the `>` of `name<…>` is looked for. */
const FARTHEST_TYPE = 40;

/** What may not follow the `>` of a type: a value, or the `=` of `>=`. */
const NOT_BEHIND_TYPE = [t.Name, t.NumberToken, t.StringToken, t.OpenParen, t.Minus, t.Equals];
