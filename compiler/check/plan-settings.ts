import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import type { Expression, GroupStatement, SettingStatement } from "../../grammar/ast.ts";
import { repeated } from "./arguments.ts";
import { exampleMeant, settingMeant } from "./habits.ts";
import type { Session } from "./session.ts";
import { offer } from "./suggestion.ts";

export type Setting = SettingStatement | GroupStatement;

/** The settings that a declaration may have. */
interface Known<N extends string> {
  /** `train Model`, and where its name stands. */
  readonly declaration: string;
  readonly span: Span;
  readonly names: readonly N[];
  readonly required: readonly N[];
  /** Those whose value may be a body in braces. */
  readonly grouped?: readonly N[];
}

/** The settings of a `data` or `train` declaration by name; reports unknown and repeated ones, and what is missing. */
export function collectSettings<N extends string>(
  report: Session["report"],
  statements: readonly Setting[],
  { declaration, span: at, names, required, grouped = [] }: Known<N>,
): ReadonlyMap<N, Setting> {
  const first = new Map<string, Span>();
  const given = new Map<N, Setting>();
  for (const statement of statements) {
    const { text, span } = statement.name;
    if (text === "") continue;
    const taken = first.get(text);
    const name = names.find((one) => one === text);
    if (taken !== undefined) report(repeated({ span }, taken, text));
    else if (name === undefined) {
      const keyword = declaration.split(" ")[0]!;
      const guess = meantBy(text, names);
      const listed = { help: [`its settings are ${listNames(names)}`] };
      const example = exampleMeant(text);
      const rename = guess === undefined ? listed : offer(span, guess);
      const details = example === undefined ? rename : { help: [`write \`${example}\``] };
      report(diagnostic("unknown_plan_setting", span, { declaration: keyword, setting: text }, details));
    } else if (statement.kind === "setting" || grouped.includes(name)) given.set(name, statement);
    else {
      const expected = `one value, as in \`${name}: …\``;
      report(
        diagnostic("setting_kind", statement.span, { setting: name, expected, found: "a group in braces" }),
      );
    }
    first.set(text, span);
  }
  // What is only misspelt is not missing too.
  const meant = new Set([...first.keys()].flatMap((text) => [text, meantBy(text, names) ?? text]));
  for (const setting of required) {
    if (!meant.has(setting)) report(diagnostic("plan_setting_missing", at, { declaration, setting }));
  }
  return given;
}

/** The setting that was probably meant by a name that is none. */
function meantBy(text: string, names: readonly string[]): string | undefined {
  return settingMeant(text, names) ?? nearest(text, names);
}

/** What is set, where that is one value. */
export function expressionOf(setting: Setting | undefined): Expression | undefined {
  return setting?.kind === "setting" && setting.value.kind !== "missing" ? setting.value : undefined;
}
