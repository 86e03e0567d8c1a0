import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import type { DataItem, Expression, SettingStatement, ValueStatement } from "../../grammar/ast.ts";
import { type DataField, type DataPlan, TRANSFORMS, type Transform } from "../plan/data-plan.ts";
import type { Session } from "./session.ts";
import { misplaced } from "./statements.ts";

const SETTINGS = ["from", "split"] as const;

/** Checks a `data` declaration; undefined where errors leave nothing to read. */
export function checkData(session: Session, item: DataItem): DataPlan | undefined {
  const report = (finding: Parameters<typeof session.findings.push>[0]) => void session.findings.push(finding);
  const before = session.findings.length;
  const fields = new Map<string, DataField>();
  const settings = new Map<string, SettingStatement>();

  for (const statement of item.body) {
    if (statement.kind === "value") {
      const field = readField(report, statement);
      const taken = fields.get(statement.name.text);
      if (taken !== undefined) {
        const related = [{ span: taken.span, text: "defined here" }];
        report(diagnostic("name_taken", statement.name.span, { name: taken.name }, { related }));
      } else if (field !== undefined) fields.set(field.name, field);
    } else if (statement.kind === "setting") {
      const { text, span } = statement.name;
      if (settings.has(text)) report(diagnostic("setting_repeated", span, { setting: text }));
      else if ((SETTINGS as readonly string[]).includes(text)) settings.set(text, statement);
      else {
        const guess = nearest(text, SETTINGS);
        const help = [guess === undefined ? `its settings are ${listNames(SETTINGS)}` : `did you mean \`${guess}\`?`];
        report(diagnostic("unknown_plan_setting", span, { declaration: "data", setting: text }, { help }));
      }
    } else misplaced({ report }, statement, "`data`");
  }

  const from = settings.get("from");
  const split = settings.get("split");
  for (const [name, statement] of [
    ["from", from],
    ["split", split],
  ] as const) {
    if (statement === undefined) {
      report(diagnostic("plan_setting_missing", item.name.span, { declaration: `data ${item.name.text}`, setting: name }));
    }
  }
  if (from !== undefined && from.value.kind !== "string" && from.value.kind !== "missing") {
    const expected = 'a path in quotes, such as "table.parquet"';
    report(diagnostic("setting_kind", from.value.span, { setting: "from", expected, found: "something else" }));
  }
  const splitColumn = split === undefined ? undefined : cellOf(split.value, "column");
  if (split !== undefined && splitColumn === undefined && split.value.kind !== "missing") {
    const expected = '`column("…")`, whose cells say train, validation or test';
    report(diagnostic("setting_kind", split.value.span, { setting: "split", expected, found: "something else" }));
  }
  if (session.findings.length > before || from?.value.kind !== "string" || !split || !splitColumn) return undefined;
  return {
    name: item.name.text,
    from: from.value.value,
    fromSpan: from.value.span,
    fields: [...fields.values()],
    split: { column: splitColumn, span: split.value.span },
  };
}

/** `name = column("name") |> lowercase` or `picture = file("picture")` */
function readField(
  report: (finding: ReturnType<typeof diagnostic>) => void,
  statement: ValueStatement,
): DataField | undefined {
  const transforms: Transform[] = [];
  let { value }: { value: Expression } = statement;
  for (; value.kind === "pipe"; value = value.left) {
    const { right } = value;
    const name = right.kind === "name" ? right.text : "";
    if (!isTransform(name)) {
      const guess = nearest(name, TRANSFORMS);
      const found = name === "" ? "something else" : name;
      const help = guess === undefined ? [] : [`did you mean \`${guess}\`?`];
      const parameters = { setting: "transform", found, choices: listNames(TRANSFORMS) };
      report(diagnostic("unknown_choice", right.span, parameters, { help }));
      return undefined;
    }
    transforms.unshift(name);
  }
  for (const source of ["column", "file"] as const) {
    const column = cellOf(value, source);
    if (column === undefined) continue;
    return { name: statement.name.text, span: statement.span, source, column, transforms };
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
