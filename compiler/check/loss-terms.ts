import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Expression, GroupStatement, SettingStatement } from "../../grammar/ast.ts";
import { type AnyLoss, hasTarget } from "../losses/define.ts";
import { type LossName, losses } from "../losses/index.generated.ts";
import type { SettingSpec } from "../operators/settings.ts";
import { BALANCES, type BalanceName } from "../plan/balances.ts";
import { readSettings, repeated, splitArguments } from "./arguments.ts";
import { type Chosen, choose, findNamed } from "./choose.ts";
import { readCompared } from "./compared.ts";
import type { LossTerm, Minimise, TermReading } from "./loss-term.ts";
import { readSetting } from "./read-setting.ts";
import { readRelated } from "./related.ts";
import { misplaced } from "./statements.ts";
import { didYouMean } from "./suggestion.ts";

/** `minimise: loss`, or `minimise { name = loss … balance: uncertainty }`. */
export function readMinimise(
  at: TermReading,
  given: SettingStatement | GroupStatement | undefined,
): Minimise {
  const balance: Chosen<BalanceName> = FIXED;
  if (given === undefined) return { terms: [], balance };
  if (given.kind === "setting") return { terms: readTerm(at, "loss", given.value, balance), balance };
  const declared = given.body.filter((statement) => statement.kind === "setting");
  const chosen = readBalance(at, declared);
  const values = given.body.filter((statement) => statement.kind === "value");
  if (values.length === 0) at.e.report(diagnostic("terms_missing", given.span, {}));
  if (values.length === 1 && chosen.balance.name !== "fixed") {
    at.e.report(diagnostic("balance_alone", chosen.span ?? given.span, { balance: chosen.balance.name }));
  }
  const first = new Map<string, Span>();
  const terms = given.body.flatMap((statement) => {
    if (statement.kind === "setting") return [];
    if (statement.kind !== "value") {
      misplaced(at.e, statement, "`minimise`");
      return [];
    }
    const { text, span } = statement.name;
    const taken = first.get(text);
    if (taken !== undefined) at.e.report(repeated({ span }, taken, text));
    first.set(text, span);
    return readTerm(at, text, statement.value, chosen.balance);
  });
  return { terms, balance: chosen.balance };
}

const FIXED: Chosen<BalanceName> = { name: "fixed", settings: {} };

interface ChosenBalance {
  readonly balance: Chosen<BalanceName>;
  readonly span?: Span;
}

/** `balance: uncertainty` */
function readBalance({ e, scope }: TermReading, statements: readonly SettingStatement[]): ChosenBalance {
  let found: ChosenBalance = { balance: FIXED };
  let first: Span | undefined;
  for (const { name, value, span } of statements) {
    if (name.text !== "balance") {
      if (name.text === "") continue;
      const parameters = { declaration: "minimise", setting: name.text };
      const otherwise = [`a term has \`=\` behind its name, as in \`${name.text} = …\``];
      e.report(
        diagnostic(
          "unknown_plan_setting",
          name.span,
          parameters,
          didYouMean(name.span, name.text, ["balance"], otherwise),
        ),
      );
    } else if (first !== undefined) e.report(repeated({ span: name.span }, first, name.text));
    else {
      first = name.span;
      const balance = choose(e, scope, "balance", BALANCES, value);
      if (balance !== undefined) found = { balance, span };
    }
  }
  return found;
}

/** `0.3 * cross_entropy(words_head, target: group)` */
function readTerm(
  at: TermReading,
  name: string,
  expression: Expression,
  balance: Chosen<BalanceName>,
): LossTerm[] {
  const { e, scope } = at;
  const isWeighted = expression.kind === "binary" && expression.operator === "*";
  const weight = isWeighted ? readSetting({ e, scope, name: "weight" }, WEIGHT, expression.left) : 1;
  const inner = isWeighted ? expression.right : expression;
  if (isWeighted && balance.name !== "fixed") {
    const { left } = expression;
    const span = { ...left.span, end: inner.span.start };
    const fixes = [{ title: "leave the weight out", edits: [{ span, text: "" }] }];
    e.report(diagnostic("balance_weighted", left.span, { weight: e.words(left.span) }, { fixes }));
  }
  const help = ["several losses stand in a block: `minimise { first = …, second = … }`, each on its line"];
  const isSum = inner.kind === "binary" && inner.operator === "+";
  const call = findNamed(e, "minimise", Object.keys(losses) as LossName[], inner, isSum ? help : []);
  if (call === undefined) return [];
  const loss: AnyLoss = losses[call.name];
  const target = hasTarget(loss)
    ? call.arguments.find((argument) => argument.name?.text === "target")
    : undefined;
  const others = call.arguments.filter((argument) => argument !== target);
  const count = hasTarget(loss) ? 1 : Object.keys(loss.values).length;
  const split = splitArguments(e, call.name, others, count, loss.settings);
  const settings = readSettings(e, { scope, callee: call }, split, loss.settings);
  if (split.operands.length < count) {
    const expected = count === 1 ? "the output to learn" : `${count} values of the model`;
    const found = split.operands.length === 0 ? "none" : String(split.operands.length);
    e.report(diagnostic("operand_missing", inner.span, { callee: call.name, expected, found }));
    return [];
  }
  const subject = hasTarget(loss)
    ? readCompared(at, call, split, target, settings)
    : readRelated(at, call.name, loss, split.operands);
  if (subject === undefined || settings === undefined || typeof weight !== "number") return [];
  return [{ name, weight, loss: call.name, ...subject, settings, span: inner.span }];
}

const WEIGHT: SettingSpec = { kind: "number", from: 0, to: Infinity, summary: "the term's weight" };
