import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { DataItem, Expression, ValueStatement } from "../../grammar/ast.ts";
import { type DataField, type DataPlan, TRANSFORMS, type Transform } from "../plan/data-plan.ts";
import { nameTaken } from "./name-taken.ts";
import { collectSettings, expressionOf, type Setting } from "./plan-settings.ts";
import type { Session } from "./session.ts";
import { misplaced } from "./statements.ts";
import { didYouMean } from "./suggestion.ts";

const SETTINGS = ["from", "split"] as const;

type Report = Session["report"];

/** Checks a `data` declaration; undefined where errors leave nothing to read. */
export function checkData(session: Session, item: DataItem): DataPlan | undefined {
  let sound = true;
  const report: Report = (finding) => {
    sound &&= finding.severity !== "error";
    session.report(finding);
  };
  const fields = new Map<string, DataField>();
  const values: ValueStatement[] = [];
  const settings: Setting[] = [];
  for (const statement of item.body) {
    if (statement.kind === "value") values.push(statement);
    else if (statement.kind === "setting" || statement.kind === "group") settings.push(statement);
    else misplaced({ report }, statement, "`data`");
  }
  for (const statement of values) {
    const field = readField(report, statement);
    const taken = fields.get(statement.name.text);
    if (taken !== undefined)
      report(nameTaken(statement.name, values.find((v) => v.name.text === taken.name)!.name.span));
    else if (field !== undefined) fields.set(field.name, field);
  }
  const { text, span } = item.name;
  const known = { declaration: `data ${text}`, span, names: SETTINGS, required: text === "" ? [] : SETTINGS };
  const given = collectSettings(report, settings, known);
  const from = expressionOf(given.get("from"));
  const split = expressionOf(given.get("split"));
  if (from !== undefined && from.kind !== "string") {
    const expected = 'a path in quotes, such as "table.parquet"';
    report(diagnostic("setting_kind", from.span, { setting: "from", expected, found: "something else" }));
  }
  const splitColumn = split && cellOf(split, "column");
  if (split !== undefined && splitColumn === undefined) {
    const expected = '`column("…")`, whose cells say train, validation or test';
    report(diagnostic("setting_kind", split.span, { setting: "split", expected, found: "something else" }));
  }
  if (!sound || from?.kind !== "string" || !split || splitColumn === undefined) return undefined;
  return {
    name: text,
    from: from.value,
    fromSpan: from.span,
    fields: [...fields.values()],
    split: { column: splitColumn, span: split.span },
  };
}

/** `name = column("name") |> lowercase` or `picture = file("picture")` */
function readField(report: Report, statement: ValueStatement): DataField | undefined {
  const transforms: Transform[] = [];
  let { value }: { value: Expression } = statement;
  let sound = true;
  for (; value.kind === "pipe"; value = value.left) {
    const { right } = value;
    const name = right.kind === "name" ? right.text : "";
    if (isTransform(name)) transforms.unshift(name);
    else {
      sound = false;
      if (right.kind === "missing") continue;
      const found = name === "" ? "something else" : name;
      const parameters = { setting: "transform", found, choices: listNames(TRANSFORMS) };
      report(diagnostic("unknown_choice", right.span, parameters, didYouMean(right.span, name, TRANSFORMS)));
    }
  }
  for (const source of ["column", "file"] as const) {
    const column = cellOf(value, source);
    if (column === undefined) continue;
    const { name, span } = statement;
    return sound && name.text !== "" ? { name: name.text, span, source, column, transforms } : undefined;
  }
  if (value.kind !== "missing") report(diagnostic("plan_field_unknown", value.span, {}));
  return undefined;
}

/** The column's name in `column("name")` or `file("name")`. */
function cellOf(expression: Expression, source: "column" | "file"): string | undefined {
  if (expression.kind !== "call" || expression.callee.kind !== "name") return undefined;
  const [argument, ...others] = expression.arguments;
  if (expression.callee.text !== source || argument === undefined || others.length > 0) return undefined;
  return argument.name === undefined && argument.value.kind === "string" ? argument.value.value : undefined;
}

const isTransform = (name: string): name is Transform => (TRANSFORMS as readonly string[]).includes(name);
