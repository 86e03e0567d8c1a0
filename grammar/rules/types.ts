import { type IToken, MismatchedTokenException } from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import type { Argument, Identifier, TypeExpression } from "../ast.ts";
import { expected } from "../errors.ts";
import { fix } from "../findings.ts";
import { MOST_TYPES } from "../limits.ts";
import { unknownUnit } from "../literals.ts";
import { isBare } from "../numbers.ts";
import * as t from "../tokens.ts";
import type { Rule } from "./lists.ts";
import { OperatorRules } from "./operators.ts";
import * as slips from "./slips.ts";

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
export abstract class TypeRules extends OperatorRules {
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
    const words = this.words(rate !== undefined && range === undefined);
    return this.ACTION((): TypeExpression => {
      const span = this.spanFrom(first);
      const rest = { ...(rate === undefined ? {} : { rate }), ...(range === undefined ? {} : { range }) };
      const [of, ...modifiers] = words;
      if (of !== undefined && head.name.text === "ordered" && head.parameters.length === 0) {
        return { kind: "type", span, ...head, ...rest, parameters: [plainType(of)], modifiers };
      }
      return { kind: "type", span, ...head, ...rest, modifiers: words };
    });
  });

  /**
   * Trailing words; a name with a sign or a bracket behind it is no such word, but the next parameter or value. Behind
   * the number of a rate, a word was meant as its unit.
   */
  private words(behindRate: boolean): readonly Identifier[] {
    const words: Identifier[] = [];
    this.MANY({
      GATE: () => !t.is(this.LA(2), t.Colon) && !t.is(this.LA(2), t.OpenParen),
      DEF: () => {
        const before = this.LA(0);
        const word = this.CONSUME(t.Name);
        this.ACTION(() => {
          if (behindRate && t.is(before, t.NumberToken) && isBare(before.image)) {
            this.report(() => unknownUnit(word.image, this.spanOf(word)));
          } else {
            words.push(this.identifier(word));
          }
        });
      },
    });
    return words;
  }

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
    return this.ACTION((): Head => {
      const rest = { parameters: parameters ?? [], arguments: given ?? [], axes: axes ?? [] };
      const head = { name: this.identifier(name), ...rest };
      const isPlain = parameters === undefined && given === undefined && axes !== undefined;
      return (isPlain && this.foreignList(head, this.spanFrom(name))) || head;
    });
  });

  /** `int[]` and `List[int]`, read as `list<int>`. */
  private foreignList({ name, axes }: Head, span: Span): Head | undefined {
    const [only] = axes;
    const isList = LISTS.has(name.text.toLowerCase()) && axes.length === 1 && only?.name === undefined;
    const isEmpty = axes.length === 0 && ITEMS.has(name.text);
    const inner = isList && only?.value.kind === "name" ? only.value : isEmpty ? name : undefined;
    if (inner === undefined) return undefined;
    const item = inner.text === "number" ? "int" : inner.text;
    const text = `list<${item}>`;
    const details = {
      help: [`a list is written \`${text}\``],
      fixes: [fix(`write \`${text}\``, span, text)],
    };
    this.slip("unexpected", { ...span, start: name.span.end }, { found: "this bracket" }, details);
    const of = plainType({ text: item, span: inner.span });
    return { name: { text: "list", span: name.span }, parameters: [of], arguments: [], axes: [] };
  }

  protected readonly typeParameters: Rule<readonly TypeExpression[]> = this.RULE("typeParameters", () => {
    const open = this.CONSUME(t.Less);
    this.ACTION(() => this.descend(open));
    const { items } = this.separated({
      item: () => this.SUBRULE(this.type),
      otherwise: this.missingType,
      until: () => t.is(this.LA(1), t.Greater),
      stops: [t.Comma, t.Greater],
    });
    this.CONSUME(t.Greater, { ERR_MSG: expected("angle") });
    this.ACTION(() => {
      this.depth -= 1;
      if (items.length === 0)
        this.slip("missing_part", this.spanFrom(open), { what: "`< >`", part: "a type inside" });
    });
    return items;
  });

  /** Counts how many `<` are open; too many are an error, which gives up the innermost. */
  private descend(open: IToken): void {
    this.depth += 1;
    if (this.depth <= MOST_TYPES) return;
    this.slip("nested_too_deeply", this.spanOf(open), { limit: MOST_TYPES });
    throw new MismatchedTokenException(expected("typeName"), this.LA(1), open);
  }

  protected readonly axes: Rule<readonly Argument[]> = this.RULE("axes", () => {
    this.CONSUME(t.OpenSquare);
    const { items } = this.separated({
      item: () => this.SUBRULE(this.argument),
      otherwise: this.missingArgument,
      settings: true,
    });
    this.CONSUME(t.CloseSquare, { ERR_MSG: expected("close") });
    return items;
  });

  /** `":" type`; the rest of the item is given up when either is missing. */
  protected typed(what: string, orEquals = false): TypeExpression {
    return this.attempt(
      [t.Comma, t.Equals],
      () => {
        const name = this.LA(0);
        this.OR8({
          ERR_MSG: expected("type", what),
          DEF: [
            { ALT: () => this.CONSUME8(t.Colon) },
            {
              GATE: () => orEquals,
              ALT: () => {
                const sign = this.CONSUME8(t.Equals);
                this.ACTION(() => this.report((file) => slips.equalsForType(file, name, sign, what)));
              },
            },
            {
              GATE: () =>
                t.is(this.LA(1), t.Name) && (t.is(this.LA(2), t.OpenParen) || t.is(this.LA(2), t.OpenSquare)),
              ALT: () => this.ACTION(() => this.report((file) => slips.missingColon(file, name, what))),
            },
          ],
        });
        return this.SUBRULE8(this.type);
      },
      this.missingType,
    );
  }

  protected readonly missingType = (span: Span): TypeExpression => plainType({ text: "", span });
}

/** Names that other languages give to lists. */
const LISTS: ReadonlySet<string> = new Set(["list", "array", "tuple"]);

/** Settings of which there may be a list. */
const ITEMS: ReadonlySet<string> = new Set(["int", "number"]);

function plainType(name: Identifier): TypeExpression {
  return { kind: "type", span: name.span, name, parameters: [], arguments: [], axes: [], modifiers: [] };
}
