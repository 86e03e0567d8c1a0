import type { IToken, ParserMethod } from "chevrotain";
import { cover, type Span } from "../../diagnostics/source.ts";
import type {
  Argument,
  CallExpression,
  Expression,
  Loop,
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
import { BaseRules } from "./base.ts";
import { COMPARISONS, isBinary, join, type Operator, type Part } from "./chains.ts";

/** A rule as other rules call it. */
export type Rule<T> = ParserMethod<[], T>;

type Callee = NameExpression | MemberExpression;

/**
 *     expression  = arithmetic (("|>" | "==" | "!=" | "<" | "<=" | ">" | ">=") arithmetic)*
 *     arithmetic  = operand (("+" | "-" | "*" | "/" | "..") operand)*
 *     operand     = "-"* primary ("." name | arguments)*
 *     primary     = number | string | name | "(" expression ")" | list | typeValue
 *                 | "new" name ("." name)* arguments | "pretrained" string
 *     list        = "[" (expression ("," expression)* ","?)? "]"
 *                 | "[" expression "for" loops ("if" expression)? "]"
 *     loops       = name "in" expression ("," name "in" expression)*
 *     arguments   = "(" (argument ("," argument)* ","?)? ")"
 *     argument    = (name ":")? expression
 *
 * `|>` binds loosest of all, then comparisons, `..`, `+ -`, `* /`, unary minus, and last members and calls.
 */
export abstract class ExpressionRules extends BaseRules {
  protected abstract readonly typeValue: Rule<TypeExpression>;

  // ---- chains of operators -----------------------------------------------------------------------------

  readonly expression: Rule<Expression> = this.RULE("expression", () => {
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
    if (left.by !== undefined) {
      this.slip(
        "chainedComparison",
        this.spanOf(operator.token),
        {},
        {
          related: [{ span: this.spanOf(left.by), text: "the comparison before it" }],
          help: [
            "write two conditions, with a comma between them: `require 1k < parameters, parameters < 2M`",
          ],
        },
      );
    }
    return { ...this.calculated(left, operator, right), by: operator.token };
  };

  private readonly ranged = (left: Part, operator: Operator, right: Part): Part => {
    if (left.by !== undefined)
      this.slip("unexpected", this.spanOf(operator.token), { found: "a second `..`" });
    const span = cover(left.span, right.span);
    return { node: { kind: "range", span, from: left.node, to: right.node }, span, by: operator.token };
  };

  private readonly piped = (left: Part, _operator: Operator, right: Part): Part => {
    this.checkStep(right);
    const span = cover(left.span, right.span);
    return { node: { kind: "pipe", span, left: left.node, right: right.node }, span };
  };

  /** To the right of `|>` stands a name or a call. */
  private checkStep(step: Part): void {
    const { node, span } = step;
    if (node.kind === "new") {
      const word = { ...span, start: node.span.start, end: node.call.span.start };
      this.slip(
        "newInPipe",
        span,
        {},
        {
          help: ["name the instance first, `encode = new …`, or call it directly"],
          fixes: [{ title: "remove `new`", edits: [{ span: word, text: "" }] }],
        },
      );
      return;
    }
    const found = NOT_A_STEP[node.kind];
    if (found === undefined) return;
    this.slip(
      "pipeIntoValue",
      span,
      { found },
      {
        help:
          node.kind === "binary"
            ? ["`|>` binds loosest of all: put the pipeline in brackets, `(x |> f) + y`"]
            : ["write the name of an operator, with its settings in brackets: `x |> dense(64)`"],
      },
    );
  }

  // ---- operands ----------------------------------------------------------------------------------------

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
            value = this.ACTION(() => ({
              kind: "member",
              span: this.spanFrom(first),
              object: value,
              member: this.identifier(member),
            }));
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
        (operand, sign) => ({ kind: "unary", span: this.spanBetween(sign, end), operator: "-", operand }),
        value,
      );
    });
  });

  private call(callee: Expression, given: readonly Argument[], span: Span): Expression {
    if (callee.kind === "name" || callee.kind === "member")
      return { kind: "call", span, callee, arguments: given };
    if (callee.kind !== "missing") {
      this.slip(
        "notCallable",
        callee.span,
        {},
        {
          label: "this is not a name",
          help: ["hand a result on with `|>`: `x |> dense(64)`"],
        },
      );
    }
    return this.missing(span);
  }

  protected readonly primary: Rule<Expression> = this.RULE("primary", () =>
    this.OR<Expression>({
      ERR_MSG: expected("value"),
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.number() },
        { GATE: () => t.is(this.LA(2), t.Name), ALT: () => this.SUBRULE(this.instance) },
        { GATE: () => t.is(this.LA(2), t.StringToken), ALT: () => this.SUBRULE(this.pretrained) },
        { ALT: () => this.SUBRULE(this.string) },
        {
          GATE: () => this.typeFollows(),
          ALT: () => {
            const type = this.SUBRULE(this.typeValue);
            return this.ACTION(() => ({ kind: "type_value", span: type.span, type }));
          },
        },
        { ALT: () => this.name() },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        { ALT: () => this.SUBRULE(this.list) },
      ],
    }),
  );

  private number(): Expression {
    const token = this.CONSUME(t.NumberToken);
    return this.ACTION((): NumberLiteral => {
      const { problem, ...number } = readNumber(token.image);
      const span = this.spanOf(token);
      if (problem !== undefined) this.report(numberFinding(problem, token.image, span));
      return { kind: "number", span, ...number };
    });
  }

  protected readonly string: Rule<StringLiteral> = this.RULE("string", () => {
    const token = this.CONSUME(t.StringToken);
    return this.ACTION((): StringLiteral => {
      const span = this.spanOf(token);
      const read = readString(token.image);
      for (const finding of stringFindings(token, read, span)) this.report(finding);
      return { kind: "string", span, value: read.value };
    });
  });

  private name(): Expression {
    const token = this.CONSUME(t.Name);
    return this.ACTION((): NameExpression => ({ kind: "name", ...this.identifier(token) }));
  }

  protected readonly parenthesised: Rule<Expression> = this.RULE("parenthesised", () => {
    const open = this.CONSUME(t.OpenParen);
    const { items, commas } = this.separated(() => this.SUBRULE(this.expression), this.missingValue);
    const close = this.CONSUME(t.CloseParen, { ERR_MSG: expected("close") });
    return this.ACTION((): Expression => {
      const span = this.spanFrom(open);
      const [only] = items;
      if (only === undefined) {
        this.slip("missingPart", span, { what: "a pair of brackets", part: "a value inside" });
        return this.missing(span);
      }
      if (commas === 0) return only;
      this.slip(
        "tuple",
        span,
        {},
        {
          fixes: [
            {
              title: "use square brackets",
              edits: [
                { span: this.spanOf(open), text: "[" },
                { span: this.spanOf(close), text: "]" },
              ],
            },
          ],
        },
      );
      return { kind: "list", span, items };
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

  protected readonly instance: Rule<Expression> = this.RULE("instance", () => {
    const word = this.CONSUME(t.New);
    const first = this.LA(1);
    const callee = this.SUBRULE(this.path);
    const given = this.OPTION(() => this.SUBRULE(this.arguments));
    return this.ACTION((): Expression => {
      if (given === undefined) {
        this.slip(
          "newWithoutCall",
          this.spanFrom(word),
          {},
          {
            fixes: [{ title: "add `()`", edits: [{ span: this.nothing(), text: "()" }] }],
          },
        );
      }
      const call: CallExpression = {
        kind: "call",
        span: this.spanFrom(first),
        callee,
        arguments: given ?? [],
      };
      return { kind: "new", span: this.spanFrom(word), call };
    });
  });

  /** `name ("." name)*` */
  protected readonly path: Rule<Callee> = this.RULE("path", () => {
    const first = this.CONSUME(t.Name);
    let value: Callee = this.ACTION(() => ({ kind: "name", ...this.identifier(first) }));
    this.MANY(() => {
      this.CONSUME(t.Dot);
      const member = this.CONSUME1(t.Name, { ERR_MSG: expected("member") });
      value = this.ACTION(() => ({
        kind: "member",
        span: this.spanFrom(first),
        object: value,
        member: this.identifier(member),
      }));
    });
    return value;
  });

  // ---- lists -------------------------------------------------------------------------------------------

  protected readonly list: Rule<Expression> = this.RULE("list", () => {
    const open = this.CONSUME(t.OpenSquare);
    const loopsFollow = () =>
      t.is(this.LA(1), t.For) && t.is(this.LA(2), t.Name) && !t.is(this.LA(0), t.Comma);
    const { items } = this.separated(() => this.SUBRULE(this.expression), this.missingValue, loopsFollow);
    let loops: readonly Loop[] | undefined;
    let condition: Expression | undefined;
    let word: IToken | undefined;
    this.OPTION(() => {
      word = this.CONSUME(t.For);
      loops = this.SUBRULE(this.loops);
      this.OPTION1(() => {
        this.CONSUME(t.If);
        condition = this.SUBRULE1(this.expression);
      });
    });
    this.CONSUME(t.CloseSquare, { ERR_MSG: expected("close") });
    return this.ACTION((): Expression => {
      const span = this.spanFrom(open);
      if (loops === undefined || word === undefined) return { kind: "list", span, items };
      const [value] = items;
      if (items.length !== 1)
        this.slip("unexpected", this.spanOf(word), { found: "`for` after several values" });
      const rest = condition === undefined ? {} : { condition };
      return { kind: "comprehension", span, value: value ?? this.missing(span), loops, ...rest };
    });
  });

  protected readonly loops: Rule<readonly Loop[]> = this.RULE("loops", () => {
    const conditionFollows = () => t.is(this.LA(1), t.If) && !t.is(this.LA(2), t.In);
    const { items } = this.separated<Loop | undefined>(
      () => this.SUBRULE(this.loop),
      () => undefined,
      conditionFollows,
    );
    return this.ACTION(() => items.filter((loop) => loop !== undefined));
  });

  protected readonly loop: Rule<Loop> = this.RULE("loop", () => {
    const variable = this.CONSUME(t.Name);
    this.CONSUME(t.In, { ERR_MSG: expected("in") });
    const over = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ variable: this.identifier(variable), over }));
  });

  protected readonly arguments: Rule<readonly Argument[]> = this.RULE("arguments", () => {
    this.CONSUME(t.OpenParen);
    const { items } = this.separated(() => this.SUBRULE(this.argument), this.missingArgument);
    this.CONSUME(t.CloseParen, { ERR_MSG: expected("close") });
    return items;
  });

  readonly argument: Rule<Argument> = this.RULE("argument", () => {
    const first = this.LA(1);
    let name: IToken | undefined;
    this.OPTION(() => {
      name = this.CONSUME(t.Name);
      this.OR([
        { ALT: () => this.CONSUME(t.Colon) },
        {
          ALT: () => {
            const sign = this.CONSUME(t.Equals);
            this.ACTION(() => this.equalsForColon(sign));
          },
        },
      ]);
    });
    const value = this.attempt([t.Comma], () => this.SUBRULE(this.expression), this.missingValue);
    return this.ACTION((): Argument => {
      const span = this.spanFrom(first);
      return name === undefined ? { value, span } : { name: this.identifier(name), value, span };
    });
  });

  private equalsForColon(sign: IToken): void {
    const span = this.spanOf(sign);
    const text = this.LA(1).startOffset === span.end ? ": " : ":";
    const before = { ...span, start: t.endOf(this.LA(-1)) };
    this.slip(
      "equalsInCall",
      span,
      {},
      {
        help: ["`=` makes a value in a body; a setting in brackets is `name: value`"],
        fixes: [{ title: "write `:`", edits: [{ span: before, text }] }],
      },
    );
  }

  protected readonly missingValue = (span: Span): Expression => this.missing(span);

  protected readonly missingArgument = (span: Span): Argument => ({ value: this.missing(span), span });

  // ---- types as values ---------------------------------------------------------------------------------

  /**
   * Where a value may stand, `name[…]` and `name<…>` are types: no operator indexes a value, and comparisons do not
   * chain, so neither could be anything else. The `[` must touch the name (`[a [b]]` lacks a comma).
   */
  private typeFollows(): boolean {
    if (t.is(this.LA(2), t.OpenSquare)) return this.LA(2).startOffset === t.endOf(this.LA(1));
    if (!t.is(this.LA(2), t.Less)) return false;
    let depth = 0;
    for (let ahead = 2; ahead < MOST_TYPE_TOKENS; ahead += 1) {
      const token = this.LA(ahead);
      if (t.is(token, t.Less)) depth += 1;
      else if (t.is(token, t.Greater)) depth -= 1;
      else if (!t.is(token, t.Name) && !t.is(token, t.Comma)) return false;
      if (depth === 0) return !BEGINS_VALUE.some((type) => t.is(this.LA(ahead + 1), type));
    }
    return false;
  }
}

/** How far ahead `name<…>` is looked for. */
const MOST_TYPE_TOKENS = 40;

const BEGINS_VALUE = [t.Name, t.NumberToken, t.StringToken, t.OpenParen, t.Minus];

/** What cannot take a value from the left, by kind. */
const NOT_A_STEP: Partial<Record<Expression["kind"], string>> = {
  number: "a number",
  string: "a text",
  list: "a list",
  comprehension: "a list",
  unary: "a calculation",
  binary: "a calculation",
  range: "a range",
  type_value: "a type",
  pipe: "another pipeline",
};
