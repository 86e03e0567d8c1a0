import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { AnyOperator } from "../operators/define.ts";
import { operators } from "../operators/index.generated.ts";
import { type Category, sameCategory, type ValueType } from "../types/value-type.ts";
import type { Application, Elaborator } from "./elaborator.ts";
import type { Output } from "./inputs-outputs.ts";
import { neededFor } from "./needed.ts";
import type { TypedValue } from "./values.ts";

/**
 * For each operator that is judged on the validation split, by its path, the output whose labels say what is right:
 * the one output about its category, or of several the one that it is, or that alone is made of it. Reports where that is not clear.
 */
export function findJudges(
  e: Elaborator,
  applications: readonly Application[],
  outputs: readonly Output[],
): ReadonlyMap<string, string> {
  const judges = new Map<string, string>();
  for (const application of applications) {
    const of = judgedCategory(application);
    if (of === undefined) continue;
    const about = outputs.filter(({ spec }) => spec.kind === "category" && sameCategory(spec.category, of));
    const own = about.filter(({ value }) => value.id === application.result.id);
    const made = about.filter(({ value }) => neededFor(applications, [value]).has(application.result.id));
    const [judge, ...others] = about.length === 1 ? about : own.length === 1 ? own : made;
    if (judge !== undefined && others.length === 0) judges.set(application.path, judge.spec.name);
    else
      reportUnclear(
        e,
        application,
        of,
        [judge, ...others].flatMap((output) => output ?? []),
        about,
      );
  }
  return judges;
}

function judgedCategory({ operator, operands, settings }: Application): Category | undefined {
  const { judged }: AnyOperator = operators[operator];
  const typeOf = (value: TypedValue): ValueType => value.type;
  const types = Object.entries(operands).map(([name, operand]) => [
    name,
    Array.isArray(operand) ? operand.map(typeOf) : typeOf(operand as TypedValue),
  ]);
  return judged?.(Object.fromEntries(types) as never, settings as never);
}

function reportUnclear(
  e: Elaborator,
  { operator, span }: Application,
  of: Category,
  judges: readonly Output[],
  about: readonly Output[],
): void {
  const names = (of: readonly Output[]) => of.map(({ spec }) => `\`${spec.name}\``).join(" and ");
  const reason =
    about.length === 0
      ? `no output is one ${of.name}`
      : judges.length === 0
        ? `none of the outputs ${names(about)} depends on it`
        : `${names(judges)} all depend on it`;
  const help = [
    `let one output of the model be a ${of.name} that depends on it, or choose weights of another kind`,
  ];
  e.report(diagnostic("judge_unclear", span, { operator, reason }, { help }));
}
