import type { IToken, ParserMethod } from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import type { Argument, Expression, Loop } from "../ast.ts";
import { expected } from "../errors.ts";
import * as t from "../tokens.ts";
import { BaseRules } from "./base.ts";
import * as slips from "./slips.ts";

/** A rule as other rules call it. */
export type Rule<T> = ParserMethod<[], T>;

/**
 *     list           = "[" (expression ("," expression)* ","?)? "]"
 *                    | "[" expression "for" loops ("if" expression)? "]"
 *     parenthesised  = "(" expression ")"
 *     arguments      = "(" (argument ("," argument)* ","?)? ")"
 *     argument       = (name ":")? expression
 *     loops          = loop ("," loop)*
 *     loop           = name "in" expression
 */
export abstract class ListRules extends BaseRules {
  abstract readonly expression: Rule<Expression>;

  // ---- square brackets ---------------------------------------------------------------------------------

  protected readonly list: Rule<Expression> = this.RULE("list", () => {
    const open = this.CONSUME(t.OpenSquare);
    const { items } = this.separated({
      item: () => this.SUBRULE(this.expression),
      otherwise: this.missingValue,
      until: () => t.is(this.LA(1), t.For) && t.is(this.LA(2), t.Name) && !t.is(this.LA(0), t.Comma),
    });
    const repetition = this.OPTION(() => this.SUBRULE(this.repetition));
    this.CONSUME(t.CloseSquare, { ERR_MSG: expected("close") });
    return this.ACTION((): Expression => {
      const span = this.spanFrom(open);
      if (repetition === undefined) return { kind: "list", span, items };
      const { word, loops, condition } = repetition;
      const [value] = items;
      if (items.length !== 1)
        this.slip("unexpected", this.spanOf(word), { found: "`for` after several values" });
      const rest = condition === undefined ? {} : { condition };
      return { kind: "comprehension", span, value: value ?? this.missing(span), loops, ...rest };
    });
  });

  protected readonly repetition: Rule<Repetition> = this.RULE("repetition", () => {
    const word = this.CONSUME(t.For);
    const loops = this.SUBRULE(this.loops);
    const condition = this.OPTION(() => {
      this.CONSUME(t.If);
      return this.SUBRULE(this.expression);
    });
    return { word, loops, condition };
  });

  protected readonly loops: Rule<readonly Loop[]> = this.RULE("loops", () => {
    const { items } = this.separated<Loop | undefined>({
      item: () => this.SUBRULE(this.loop),
      otherwise: () => undefined,
      until: () => t.is(this.LA(1), t.If) && !t.is(this.LA(2), t.In),
    });
    return this.ACTION(() => items.filter((loop) => loop !== undefined));
  });

  protected readonly loop: Rule<Loop> = this.RULE("loop", () => {
    const variable = this.CONSUME(t.Name);
    const over = this.attempt(
      [t.Comma],
      () => {
        this.CONSUME(t.In, { ERR_MSG: expected("in") });
        return this.SUBRULE(this.expression);
      },
      this.missingValue,
    );
    return this.ACTION(() => ({ variable: this.identifier(variable), over }));
  });

  // ---- round brackets ----------------------------------------------------------------------------------

  protected readonly parenthesised: Rule<Expression> = this.RULE("parenthesised", () => {
    const open = this.CONSUME(t.OpenParen);
    const { items, commas } = this.separated({
      item: () => this.SUBRULE(this.expression),
      otherwise: this.missingValue,
    });
    const close = this.CONSUME(t.CloseParen, { ERR_MSG: expected("close") });
    return this.ACTION((): Expression => {
      const span = this.spanFrom(open);
      const [only] = items;
      if (only === undefined) {
        this.slip("missing_part", span, { what: "a pair of brackets", part: "a value inside" });
        return this.missing(span);
      }
      if (commas === 0) return only;
      this.report((file) => slips.tuple(file, open, close));
      return { kind: "list", span, items };
    });
  });

  protected readonly arguments: Rule<readonly Argument[]> = this.RULE("arguments", () => {
    this.CONSUME(t.OpenParen);
    const { items } = this.separated({
      item: () => this.SUBRULE(this.argument),
      otherwise: this.missingArgument,
      settings: true,
    });
    this.CONSUME(t.CloseParen, { ERR_MSG: expected("close") });
    return items;
  });

  protected readonly argument: Rule<Argument> = this.RULE("argument", () => {
    const first = this.LA(1);
    const name = this.OPTION(() => {
      const word = this.CONSUME(t.Name);
      this.OR([
        { ALT: () => this.CONSUME(t.Colon) },
        {
          ALT: () => {
            const sign = this.CONSUME(t.Equals);
            this.ACTION(() => this.report((file) => slips.equalsInCall(file, word, sign, this.LA(1))));
          },
        },
      ]);
      return word;
    });
    const value = this.attempt([t.Comma], () => this.SUBRULE(this.expression), this.missingValue);
    return this.ACTION((): Argument => {
      const span = this.spanFrom(first);
      return name === undefined ? { value, span } : { name: this.identifier(name), value, span };
    });
  });

  protected readonly missingValue = (span: Span): Expression => this.missing(span);

  protected readonly missingArgument = (span: Span): Argument => ({ value: this.missing(span), span });
}

interface Repetition {
  readonly word: IToken;
  readonly loops: readonly Loop[];
  readonly condition: Expression | undefined;
}
