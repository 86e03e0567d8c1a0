import type { IToken } from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import type { Argument, Identifier, TypeExpression } from "../ast.ts";
import { expected } from "../errors.ts";
import * as t from "../tokens.ts";
import { ExpressionRules, type Rule } from "./expressions.ts";

type Head = Pick<TypeExpression, "name" | "parameters" | "arguments" | "axes">;

/**
 *     type            = typeHead ("@" arithmetic)? ("in" arithmetic)? name*
 *     typeHead        = name typeParameters? arguments? axes?
 *     typeParameters  = "<" type ("," type)* ","? ">"
 *     axes            = "[" (argument ("," argument)* ","?)? "]"
 *     typeValue       = typeHead ("@" arithmetic)?
 *
 * `ordered Grade` is `ordered<Grade>`. The trailing names of a type are words such as `standardised`; where a value
 * stands there are none, so that `[feature[3] for x in xs]` can be read.
 */
export abstract class TypeRules extends ExpressionRules {
  protected readonly type: Rule<TypeExpression> = this.RULE("type", () => {
    const first = this.LA(1);
    const head = this.SUBRULE(this.typeHead);
    const rate = this.OPTION(() => {
      this.CONSUME(t.At);
      return this.SUBRULE1(this.arithmetic);
    });
    const range = this.OPTION1(() => {
      this.CONSUME(t.In);
      return this.SUBRULE2(this.arithmetic);
    });
    const words: Identifier[] = [];
    this.MANY({
      GATE: () => !t.is(this.LA(2), t.Colon) && !t.is(this.LA(2), t.OpenParen),
      DEF: () => {
        const word = this.CONSUME(t.Name);
        this.ACTION(() => words.push(this.identifier(word)));
      },
    });
    return this.ACTION((): TypeExpression => {
      const [first_, ...rest] = words;
      const ordered = head.name.text === "ordered" && head.parameters.length === 0 ? first_ : undefined;
      return {
        kind: "type",
        span: this.spanFrom(first),
        ...head,
        ...(ordered === undefined ? {} : { parameters: [plainType(ordered)] }),
        ...(rate === undefined ? {} : { rate }),
        ...(range === undefined ? {} : { range }),
        modifiers: ordered === undefined ? words : rest,
      };
    });
  });

  protected override readonly typeValue: Rule<TypeExpression> = this.RULE("typeValue", () => {
    const first = this.LA(1);
    const head = this.SUBRULE(this.typeHead);
    const rate = this.OPTION(() => {
      this.CONSUME(t.At);
      return this.SUBRULE(this.arithmetic);
    });
    return this.ACTION((): TypeExpression => {
      const span = this.spanFrom(first);
      return { kind: "type", span, ...head, ...(rate === undefined ? {} : { rate }), modifiers: [] };
    });
  });

  protected readonly typeHead: Rule<Head> = this.RULE("typeHead", () => {
    const name = this.CONSUME(t.Name, { ERR_MSG: expected("typeName") });
    const parameters = this.OPTION(() => this.SUBRULE(this.typeParameters));
    const given = this.OPTION1(() => this.SUBRULE(this.arguments));
    const axes = this.OPTION2(() => this.SUBRULE(this.axes));
    return this.ACTION(() => ({
      name: this.identifier(name),
      parameters: parameters ?? [],
      arguments: given ?? [],
      axes: axes ?? [],
    }));
  });

  protected readonly typeParameters: Rule<readonly TypeExpression[]> = this.RULE("typeParameters", () => {
    this.CONSUME(t.Less);
    const { items } = this.separated(
      () => this.SUBRULE(this.type),
      this.missingType,
      () => t.is(this.LA(1), t.Greater),
    );
    this.CONSUME(t.Greater, { ERR_MSG: expected("angle") });
    return items;
  });

  protected readonly axes: Rule<readonly Argument[]> = this.RULE("axes", () => {
    this.CONSUME(t.OpenSquare);
    const { items } = this.separated(() => this.SUBRULE(this.argument), this.missingArgument);
    this.CONSUME(t.CloseSquare, { ERR_MSG: expected("close") });
    return items;
  });

  /** `":" type`; the rest of the item is given up when either is missing. */
  protected typed(what: string, orEquals = false): TypeExpression {
    return this.attempt(
      [t.Comma, t.Equals],
      () => {
        this.OR8({
          ERR_MSG: expected("type", what),
          DEF: [
            { ALT: () => this.CONSUME8(t.Colon) },
            {
              GATE: () => orEquals,
              ALT: () => {
                const sign = this.CONSUME8(t.Equals);
                this.ACTION(() => this.equalsForType(sign, what));
              },
            },
          ],
        });
        return this.SUBRULE8(this.type);
      },
      this.missingType,
    );
  }

  private equalsForType(sign: IToken, what: string): void {
    const edits = [{ span: { ...this.spanOf(sign), start: t.endOf(this.LA(-1)) }, text: ":" }];
    this.slip("equalsForType", this.spanOf(sign), { what }, { fixes: [{ title: "write `:`", edits }] });
  }

  protected readonly missingType = (span: Span): TypeExpression => plainType({ text: "", span });
}

function plainType(name: Identifier): TypeExpression {
  return { kind: "type", span: name.span, name, parameters: [], arguments: [], axes: [], modifiers: [] };
}
