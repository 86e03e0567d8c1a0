import type { IToken } from "chevrotain";
import type { Span } from "../../diagnostics/source.ts";
import type {
  BlockItem,
  CategoryItem,
  DataItem,
  Expression,
  ForStatement,
  GroupStatement,
  Identifier,
  InputStatement,
  Item,
  Loop,
  ModelItem,
  OutputStatement,
  Parameter,
  PhaseStatement,
  RequireStatement,
  ReturnStatement,
  SettingStatement,
  Statement,
  TrainItem,
  TypeExpression,
  UseItem,
  ValueStatement,
  WeightStatement,
} from "../ast.ts";
import { expected } from "../errors.ts";
import * as t from "../tokens.ts";
import type { Rule } from "./lists.ts";
import * as slips from "./slips.ts";
import { TypeRules } from "./types.ts";

/**
 * One line at a time: bodies have been set apart, and stand in their line as one `Body` token.
 *
 *     item       = "use" (string | path) Body
 *                | "category" name "=" expression
 *                | "model" name Body
 *                | "block" name "(" (parameter ("," parameter)* ","?)? ")" ("->" result)? Body
 *                | "data" name Body
 *                | "train" name ("on" name)? Body
 *     parameter  = name? ":" type ("=" expression)?
 *     result     = type | "(" name ":" type ("," name ":" type)* ","? ")"
 *
 *     statement  = name "=" expression
 *                | name ":" expression
 *                | name Body
 *                | "optional"? "input" name ":" type
 *                | "output" name ":" type "=" expression
 *                | "weight" name ":" type ("=" expression)?
 *                | "require" expression ("," expression)* ","?
 *                | "return" argument ("," argument)* ","?
 *                | "for" loops Body
 *                | "phase" name Body
 *     names      = name ("," name)* ","?                         // the body of a `use`
 *
 * The first three forms come first, so that every keyword may still be a name: `input = …`, `for: 4`, `data { … }`.
 * Bodies in the nodes are empty here; they are filled in from the lines that were set apart.
 */
export class FusewireParser extends TypeRules {
  constructor(skipValidations: boolean) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  // ---- items -------------------------------------------------------------------------------------------

  readonly item: Rule<Item | undefined> = this.RULE("item", () =>
    this.OR<Item>({
      ERR_MSG: expected("item"),
      DEF: [
        { ALT: () => this.SUBRULE(this.useItem) },
        { ALT: () => this.SUBRULE(this.categoryItem) },
        { ALT: () => this.SUBRULE(this.modelItem) },
        { ALT: () => this.SUBRULE(this.blockItem) },
        { ALT: () => this.SUBRULE(this.dataItem) },
        { ALT: () => this.SUBRULE(this.trainItem) },
      ],
    }),
  );

  private readonly useItem: Rule<UseItem> = this.RULE("useItem", () => {
    const first = this.CONSUME(t.Use);
    const from = this.OR<UseItem["from"]>({
      ERR_MSG: expected("source"),
      DEF: [{ ALT: () => this.SUBRULE(this.string) }, { ALT: () => this.SUBRULE(this.path) }],
    });
    this.body("a `use`", "{ ConvNet }");
    return this.ACTION((): UseItem => ({ kind: "use", span: this.spanFrom(first), from, names: [] }));
  });

  /** The names between the braces of a `use`. */
  readonly names: Rule<readonly Identifier[]> = this.RULE("names", () => {
    const { items } = this.separated<Identifier>({
      item: () => {
        const name = this.CONSUME(t.Name);
        return this.ACTION(() => this.identifier(name));
      },
      otherwise: (span) => ({ text: "", span }),
    });
    return items;
  });

  private readonly categoryItem: Rule<CategoryItem> = this.RULE("categoryItem", () => {
    const first = this.CONSUME(t.Category);
    const name = this.declared();
    const value = this.assigned("a category", '`= ["…", "…"]`');
    return this.ACTION((): CategoryItem => ({ kind: "category", span: this.spanFrom(first), name, value }));
  });

  private readonly modelItem: Rule<ModelItem> = this.RULE("modelItem", () => {
    const first = this.CONSUME(t.Model);
    const name = this.declared();
    this.body("a model");
    return this.ACTION((): ModelItem => ({ kind: "model", span: this.spanFrom(first), name, body: [] }));
  });

  private readonly blockItem: Rule<BlockItem> = this.RULE("blockItem", () => {
    const first = this.CONSUME(t.Block);
    const name = this.declared();
    this.ACTION(() => this.typeVariables());
    const parameters = this.attempt<readonly Parameter[]>(
      [t.Arrow],
      () => this.SUBRULE(this.parameters),
      () => [],
    );
    const result = this.OPTION1(() =>
      this.attempt<Result>(
        [],
        () => this.SUBRULE(this.result),
        () => ({}),
      ),
    );
    this.body("a block");
    return this.ACTION((): BlockItem => {
      const span = this.spanFrom(first);
      return { kind: "block", span, name, parameters, ...result, body: [] };
    });
  });

  /** `block F<T>(…)`: passed over up to the parameters. */
  private typeVariables(): void {
    const open = this.LA(1);
    if (!t.is(open, t.Less)) return;
    const help = ["a block has none: a name in a parameter's type that nothing else has is a size"];
    this.slip("unexpected", this.spanOf(open), { found: "`<`" }, { help });
    this.skipTo([t.OpenParen], 0);
  }

  private readonly parameters: Rule<readonly Parameter[]> = this.RULE("parameters", () => {
    this.CONSUME(t.OpenParen, { ERR_MSG: expected("parameters") });
    const { items } = this.separated<Parameter | undefined>({
      item: () => this.SUBRULE(this.parameter),
      otherwise: () => undefined,
    });
    this.CONSUME(t.CloseParen, { ERR_MSG: expected("close") });
    return this.ACTION(() => items.filter((parameter) => parameter !== undefined));
  });

  private readonly parameter: Rule<Parameter> = this.RULE("parameter", () => {
    const first = this.LA(1);
    const name = this.OPTION1(() => this.CONSUME(t.Name));
    this.ACTION(() => {
      if (name === undefined) this.slip("missing_name", this.spanOf(first), { what: "a parameter" });
    });
    const type = this.typed("a parameter");
    const value = this.OPTION(() => {
      this.CONSUME(t.Equals);
      return this.SUBRULE(this.expression);
    });
    return this.ACTION((): Parameter => {
      const span = this.spanFrom(first);
      const nowhere = { text: "", span: { ...span, end: span.start } };
      const identifier = name === undefined ? nowhere : this.identifier(name);
      return { name: identifier, type, span, ...(value === undefined ? {} : { default: value }) };
    });
  });

  private readonly result: Rule<Result> = this.RULE("result", () => {
    const close = this.LA(0);
    const sign = this.OPTION1(() =>
      this.OR1([
        { ALT: () => this.CONSUME(t.Arrow) },
        { ALT: () => this.CONSUME(t.Colon) },
        { ALT: () => this.CONSUME(t.Foreign) },
      ]),
    );
    this.ACTION(() => {
      if (sign?.tokenType === t.Arrow || t.is(this.LA(1), t.Body)) return;
      this.report((file) => slips.missingArrow(file, sign, close, this.LA(1)));
    });
    return this.OR<Result>({
      ERR_MSG: expected("result"),
      DEF: [
        {
          ALT: () => {
            const result = this.SUBRULE(this.type);
            return { result };
          },
        },
        {
          ALT: () => {
            const results = this.SUBRULE(this.parameters);
            return { results };
          },
        },
      ],
    });
  });

  private readonly dataItem: Rule<DataItem> = this.RULE("dataItem", () => {
    const first = this.CONSUME(t.Data);
    const name = this.declared();
    this.body("a data block");
    return this.ACTION((): DataItem => ({ kind: "data", span: this.spanFrom(first), name, body: [] }));
  });

  private readonly trainItem: Rule<TrainItem> = this.RULE("trainItem", () => {
    const first = this.CONSUME(t.Train);
    const model = this.declared();
    const data = this.OPTION1(() => {
      this.CONSUME(t.On);
      return this.attempt<IToken | undefined>(
        [],
        () => this.CONSUME(t.Name, { ERR_MSG: expected("name", "`on`") }),
        () => undefined,
      );
    });
    this.body("`train`");
    return this.ACTION((): TrainItem => {
      const rest = data === undefined ? {} : { data: this.identifier(data) };
      return { kind: "train", span: this.spanFrom(first), model, ...rest, body: [] };
    });
  });

  // ---- statements --------------------------------------------------------------------------------------

  readonly statement: Rule<Statement | undefined> = this.RULE("statement", () =>
    this.OR<Statement>({
      ERR_MSG: expected("statement"),
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.valueStatement) },
        { ALT: () => this.SUBRULE(this.settingStatement) },
        { ALT: () => this.SUBRULE(this.groupStatement) },
        { ALT: () => this.SUBRULE(this.inputStatement) },
        { ALT: () => this.SUBRULE(this.outputStatement) },
        { ALT: () => this.SUBRULE(this.weightStatement) },
        { ALT: () => this.SUBRULE(this.requireStatement) },
        { ALT: () => this.SUBRULE(this.returnStatement) },
        { ALT: () => this.SUBRULE(this.forStatement) },
        { ALT: () => this.SUBRULE(this.phaseStatement) },
      ],
    }),
  );

  private readonly valueStatement: Rule<ValueStatement> = this.RULE("valueStatement", () => {
    const name = this.CONSUME(t.Name);
    this.CONSUME(t.Equals);
    const value = this.whole();
    return this.ACTION(
      (): ValueStatement => ({
        kind: "value",
        span: this.spanFrom(name),
        name: this.identifier(name),
        value,
      }),
    );
  });

  private readonly settingStatement: Rule<SettingStatement> = this.RULE("settingStatement", () => {
    const name = this.CONSUME(t.Name);
    this.CONSUME(t.Colon);
    const value = this.whole();
    return this.ACTION(
      (): SettingStatement => ({
        kind: "setting",
        span: this.spanFrom(name),
        name: this.identifier(name),
        value,
      }),
    );
  });

  private readonly groupStatement: Rule<GroupStatement> = this.RULE("groupStatement", () => {
    const name = this.CONSUME(t.Name);
    this.CONSUME(t.Body);
    return this.ACTION(
      (): GroupStatement => ({
        kind: "group",
        span: this.spanFrom(name),
        name: this.identifier(name),
        body: [],
      }),
    );
  });

  private readonly inputStatement: Rule<InputStatement> = this.RULE("inputStatement", () => {
    const first = this.LA(1);
    const optional = this.OPTION1(() => this.CONSUME(t.Optional));
    this.CONSUME(t.Input);
    const name = this.declared();
    const type = this.typed("an input", true);
    return this.ACTION((): InputStatement => {
      const span = this.spanFrom(first);
      return { kind: "input", span, name, type, optional: optional !== undefined };
    });
  });

  private readonly outputStatement: Rule<OutputStatement> = this.RULE("outputStatement", () => {
    const first = this.CONSUME(t.Output);
    const name = this.declared();
    const type = this.typed("an output");
    const value = this.assigned("an output", "its value, after `=`");
    return this.ACTION(
      (): OutputStatement => ({ kind: "output", span: this.spanFrom(first), name, type, value }),
    );
  });

  private readonly weightStatement: Rule<WeightStatement> = this.RULE("weightStatement", () => {
    const first = this.CONSUME(t.Weight);
    const name = this.declared();
    const type = this.typed("a weight");
    const value = this.OPTION1(() => {
      this.CONSUME(t.Equals);
      return this.whole();
    });
    return this.ACTION((): WeightStatement => {
      const span = this.spanFrom(first);
      return { kind: "weight", span, name, type, ...(value === undefined ? {} : { value }) };
    });
  });

  private readonly requireStatement: Rule<RequireStatement> = this.RULE("requireStatement", () => {
    const first = this.CONSUME(t.Require);
    const all = [this.SUBRULE(this.conditions)];
    this.MANY({
      GATE: () => slips.isConjunction(this.LA(1)),
      DEF: () => {
        const word = this.OR([{ ALT: () => this.CONSUME(t.Name) }, { ALT: () => this.CONSUME(t.Foreign) }]);
        this.ACTION(() => this.report((file) => slips.conjunction(file, word)));
        all.push(this.SUBRULE1(this.conditions));
      },
    });
    return this.ACTION((): RequireStatement => {
      const items = all.flat();
      if (items.length === 0) this.lacks(first, "`require`", "a condition, such as `parameters < 2M`");
      return { kind: "require", span: this.spanFrom(first), conditions: items };
    });
  });

  private readonly conditions: Rule<readonly Expression[]> = this.RULE("conditions", () => {
    const { items } = this.separated({
      item: () => this.SUBRULE(this.expression),
      otherwise: this.missingValue,
      units: true,
      until: () =>
        slips.isConjunction(this.LA(1)) && !t.is(this.LA(0), t.Comma) && !t.is(this.LA(0), t.Require),
    });
    return items;
  });

  private readonly returnStatement: Rule<ReturnStatement> = this.RULE("returnStatement", () => {
    const first = this.CONSUME(t.Return);
    const { items } = this.separated({
      item: () => this.SUBRULE(this.argument),
      otherwise: this.missingArgument,
      settings: true,
    });
    return this.ACTION((): ReturnStatement => {
      if (items.length === 0) this.lacks(first, "`return`", "the value that the block gives");
      return { kind: "return", span: this.spanFrom(first), results: items };
    });
  });

  private readonly forStatement: Rule<ForStatement> = this.RULE("forStatement", () => {
    const first = this.CONSUME(t.For);
    const open = this.OPTION(() => this.CONSUME(t.OpenParen));
    const bare = !t.is(this.LA(1), t.Name);
    const loops = this.OPTION2({ GATE: () => !bare, DEF: () => this.SUBRULE(this.loops) });
    const close = this.OPTION1({
      GATE: () => open !== undefined,
      DEF: () => this.CONSUME(t.CloseParen),
    });
    this.ACTION(() => {
      if (open !== undefined) this.report((file) => slips.bracketsAroundLoop(file, open, close));
      else if (bare) this.lacks(first, "`for`", "a name and a list: `for width in widths`");
    });
    const nowhere = this.ACTION(() => this.behind(this.LA(0)));
    this.body("`for`");
    return this.ACTION(
      (): ForStatement => ({
        kind: "for",
        span: this.spanFrom(first),
        loops: loops?.length ? loops : [this.missingLoop(nowhere)],
        body: [],
      }),
    );
  });

  private readonly phaseStatement: Rule<PhaseStatement> = this.RULE("phaseStatement", () => {
    const first = this.CONSUME(t.Phase);
    const name = this.declared();
    this.body("a phase");
    return this.ACTION((): PhaseStatement => ({ kind: "phase", span: this.spanFrom(first), name, body: [] }));
  });

  // ---- parts of statements -----------------------------------------------------------------------------

  /** The name that a declaration gives. */
  private declared(): Identifier {
    const token = this.CONSUME7(t.Name);
    return this.ACTION(() => this.identifier(token));
  }

  /** The value a statement ends with. */
  private whole(): Expression {
    return this.attempt([], () => this.lastValue(), this.missingValue);
  }

  /** A value that should end its line; when it does not, what was read of it is not what was meant. */
  private lastValue(): Expression {
    const value = this.SUBRULE9(this.expression);
    return this.ACTION(() => (this.isInLine(this.LA(1)) ? this.missing(value.span) : value));
  }

  private assigned(what: string, part: string): Expression {
    return this.attempt(
      [],
      () => {
        this.equals(what, part);
        return this.lastValue();
      },
      this.missingValue,
    );
  }

  /** The `=` before a value; a `:` in its place, or nothing at all before a list, is a slip. */
  private equals(what: string, part: string): void {
    const before = this.LA(0);
    this.OR9({
      ERR_MSG: expected("part", what, part),
      DEF: [
        { ALT: () => this.CONSUME9(t.Equals) },
        {
          ALT: () => {
            const sign = this.CONSUME9(t.Colon);
            this.ACTION(() => this.report((file) => slips.colonForValue(file, before, sign, what)));
          },
        },
        {
          GATE: () => t.is(this.LA(1), t.OpenSquare),
          ALT: () => this.ACTION(() => this.report((file) => slips.missingEquals(file, before, what))),
        },
      ],
    });
  }

  /** The body that ends a line; what stands in its way is passed over. */
  private body(what: string, example = "{ … }"): void {
    const found = this.OPTION8(() => this.CONSUME8(t.Body));
    this.ACTION(() => {
      if (found !== undefined) return;
      const clean = this.isClean();
      const next = this.LA(1);
      this.skipTo([], 0);
      if (t.is(this.LA(1), t.Body)) {
        if (clean) this.explain(expected("body"), next);
        this.SKIP_TOKEN();
      } else if (clean) {
        const span = this.spanOf(this.isInLine(next) ? next : this.LA(0));
        this.report(() => slips.missingBody(span, what, example));
      }
    });
  }

  private missingLoop(span: Span): Loop {
    return { variable: { text: "", span }, over: this.missing(span) };
  }

  private lacks(word: IToken, what: string, part: string): void {
    this.slip("missing_part", this.spanOf(word), { what, part });
  }
}

interface Result {
  readonly result?: TypeExpression;
  readonly results?: readonly Parameter[];
}
