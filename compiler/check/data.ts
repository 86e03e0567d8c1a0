import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { DataItem, Expression, Statement, ValueStatement } from "../../grammar/ast.ts";
import { fieldSources } from "../data/sources.ts";
import { splits } from "../data/splits.ts";
import { transforms } from "../data/transforms.ts";
import {
  type DataField,
  type DataPlan,
  type FieldSource,
  type JoinPlan,
  type SplitPlan,
  type TableSource,
  type Transform,
  UNREADABLE,
  type Unreadable,
} from "../plan/data-plan.ts";
import { choose } from "./choose.ts";
import { createElaborator, type Elaborator } from "./elaborator.ts";
import { evaluate } from "./expressions.ts";
import { nameTaken } from "./name-taken.ts";
import { collectSettings, expressionOf, type Setting } from "./plan-settings.ts";
import { createScope } from "./scope.ts";
import type { Session } from "./session.ts";
import { misplaced } from "./statements.ts";
import { didYouMean } from "./suggestion.ts";
import type { Scope } from "./values.ts";

const REQUIRED = ["from", "split"] as const;
const SETTINGS = [...REQUIRED, "unreadable"] as const;

/** What the parts of a declaration are read with. */
interface Reading {
  readonly e: Elaborator;
  readonly scope: Scope;
}

/** Checks a `data` declaration; undefined where errors leave nothing to read. */
export function checkData(session: Session, item: DataItem): DataPlan | undefined {
  const at: Reading = { e: createElaborator(session, evaluate), scope: createScope() };
  const { e } = at;
  const fields = new Map<string, DataField>();
  const values: ValueStatement[] = [];
  const settings: Setting[] = [];
  for (const written of item.body) {
    const statement = asMeant(e, written, item.body);
    if (statement.kind === "value") values.push(statement);
    else if (statement.kind === "setting" || statement.kind === "group") settings.push(statement);
    else misplaced(e, statement, "`data`");
  }
  for (const statement of values) {
    const field = readField(at, statement);
    const taken = fields.get(statement.name.text);
    if (taken !== undefined)
      e.report(nameTaken(statement.name, values.find((v) => v.name.text === taken.name)!.name.span));
    else if (field !== undefined) fields.set(field.name, field);
  }
  const { text, span } = item.name;
  const required = text === "" ? [] : REQUIRED;
  const given = collectSettings(e.report, settings, {
    declaration: `data ${text}`,
    span,
    names: SETTINGS,
    required,
  });
  const from = expressionOf(given.get("from"));
  const source = from && readFrom(at, from);
  const split = readSplit(at, expressionOf(given.get("split")));
  const unreadable = readUnreadable(at, expressionOf(given.get("unreadable")));
  if (e.errors() > 0 || from === undefined || !source || !split) return undefined;
  return { name: text, ...source, fromSpan: from.span, fields: [...fields.values()], split, unreadable };
}

/** A setting that is written as a field, or a field as a setting, is reported and read as what it is. */
function asMeant(e: Elaborator, statement: Statement, body: readonly Statement[]): Statement {
  if (statement.kind !== "value" && statement.kind !== "setting") return statement;
  const { name, value } = statement;
  const isSetting = statement.kind === "setting";
  const isKnown = SETTINGS.some((one) => one === name.text);
  const isField = comesFromField(value);
  const isGiven = body.some((other) => other.kind === "setting" && other.name.text === name.text);
  if (value.kind === "missing" || (isSetting ? isKnown || !isField : !isKnown || isField || isGiven))
    return statement;
  const [what, sign] = isSetting ? ["a field", "="] : ["a setting", ":"];
  const gap = { ...name.span, start: name.span.end, end: value.span.start };
  const edits = [{ span: gap, text: isSetting ? " = " : ": " }];
  const fixes = [{ title: `write \`${sign}\``, edits }];
  e.report(diagnostic("plan_sign", name.span, { name: name.text, what: what!, sign: sign! }, { fixes }));
  return { ...statement, kind: isSetting ? "value" : "setting" };
}

function comesFromField(expression: Expression): boolean {
  let first = expression;
  while (first.kind === "pipe") first = first.left;
  return (
    first.kind === "call" && first.callee.kind === "name" && Object.hasOwn(fieldSources, first.callee.text)
  );
}

/** `"a.csv"`, `query("SELECT …", a: "a.csv")`, either with joins behind it. */
function readFrom(at: Reading, written: Expression): Pick<DataPlan, "from" | "joins"> | undefined {
  const joins: JoinPlan[] = [];
  let expression = written;
  for (; expression.kind === "pipe"; expression = expression.left) {
    const join = readJoin(at, expression.right);
    if (join !== undefined) joins.unshift(join);
  }
  const from = readTable(at, expression);
  return from && { from, joins };
}

function readTable({ e }: Reading, expression: Expression): TableSource | undefined {
  if (expression.kind === "string") return { kind: "files", path: expression.value };
  const isQuery =
    expression.kind === "call" && expression.callee.kind === "name" && expression.callee.text === "query";
  const [sql, ...named] = isQuery ? expression.arguments : [];
  if (sql?.name !== undefined || sql?.value.kind !== "string") {
    const expected = 'a path in quotes, such as "table.parquet", or `query("SELECT …", table: "table.csv")`';
    if (expression.kind !== "missing")
      e.report(
        diagnostic("setting_kind", expression.span, { setting: "from", expected, found: "something else" }),
      );
    return undefined;
  }
  const tables: Record<string, string> = {};
  for (const { name, value, span } of named) {
    if (name !== undefined && value.kind === "string" && !Object.hasOwn(tables, name.text)) {
      tables[name.text] = value.value;
      continue;
    }
    const expected = 'a name for each file that it reads, such as `people: "people.csv"`';
    e.report(diagnostic("setting_kind", span, { setting: "query", expected, found: "something else" }));
  }
  return { kind: "query", sql: sql.value.value, tables };
}

const JOINS = {
  join: {
    settings: {
      path: { kind: "text", summary: "the other table", positional: true },
      by: { kind: "text", summary: "the column that both tables have" },
    },
  },
} as const;

function readJoin({ e, scope }: Reading, expression: Expression): JoinPlan | undefined {
  const chosen = choose(e, scope, "from", JOINS, expression);
  if (chosen === undefined) return undefined;
  const { path, by } = chosen.settings as { readonly path: string; readonly by: string };
  return { path, by, span: expression.span };
}

function readSplit({ e, scope }: Reading, expression: Expression | undefined): SplitPlan | undefined {
  const chosen = choose(e, scope, "split", splits, expression);
  if (chosen === undefined || expression === undefined) return undefined;
  const { span } = expression;
  const plan = { kind: chosen.name, span, ...chosen.settings } as SplitPlan;
  const refuse = (finding: Parameters<Elaborator["report"]>[0]) => {
    e.report(finding);
    return undefined;
  };
  if (plan.kind === "random" || plan.kind === "chronological") {
    const found = Number((plan.validation + plan.test).toFixed(6));
    if (found >= 1) return refuse(diagnostic("split_shares", span, { found }));
  }
  if (plan.kind === "folds" && plan.fold >= plan.count)
    return refuse(diagnostic("split_fold", span, { fold: plan.fold, count: plan.count }));
  if ("stratify" in plan && plan.stratify !== undefined && plan.group !== undefined)
    return refuse(diagnostic("split_both", span, {}));
  return plan;
}

const POLICIES = Object.fromEntries(UNREADABLE.map((name) => [name, { settings: {} }])) as Record<
  Unreadable,
  { readonly settings: Readonly<Record<string, never>> }
>;

function readUnreadable({ e, scope }: Reading, expression: Expression | undefined): Unreadable {
  return choose(e, scope, "unreadable", POLICIES, expression)?.name ?? "stop";
}

/** `name = column("name") |> lowercase` or `picture = file("picture")` */
function readField(at: Reading, { name, value, span }: ValueStatement): DataField | undefined {
  const { e, scope } = at;
  const applied: Transform[] = [];
  let sound = true;
  let expression = value;
  const spans: Span[] = [];
  for (; expression.kind === "pipe"; expression = expression.left) {
    const { right } = expression;
    const chosen = choose(e, scope, "transform", transforms, right);
    if (chosen === undefined) sound = false;
    else {
      applied.unshift({ kind: chosen.name, ...chosen.settings } as Transform);
      spans.unshift(right.span);
    }
  }
  const source = readSource(at, expression);
  applied.forEach(({ kind }, i) => {
    const before = applied[i - 1]?.kind;
    const repeated = applied.findIndex((one) => one.kind === kind) < i;
    if (before === undefined || (RANKS[before] <= RANKS[kind] && !repeated)) return;
    sound = false;
    e.report(diagnostic("transform_order", spans[i]!, { transform: kind, before }));
  });
  if (!sound || source === undefined || name.text === "") return undefined;
  return { name: name.text, span, source, transforms: applied };
}

/** In which order what is done to a field may be written. */
const RANKS: Readonly<Record<Transform["kind"], number>> = {
  trim: 0,
  lowercase: 0,
  date: 1,
  fill: 2,
  standardise: 3,
};

function readSource({ e, scope }: Reading, expression: Expression): FieldSource | undefined {
  if (expression.kind === "missing") return undefined;
  const callee = expression.kind === "call" ? expression.callee : undefined;
  const called = callee?.kind === "name" ? callee.text : "";
  if (!Object.hasOwn(fieldSources, called)) {
    const meant = callee && didYouMean(callee.span, called, Object.keys(fieldSources));
    e.report(diagnostic("plan_field_unknown", expression.span, {}, meant ?? {}));
    return undefined;
  }
  const chosen = choose(e, scope, "field", fieldSources, expression);
  return chosen && ({ kind: chosen.name, ...chosen.settings } as FieldSource);
}
