import { diagnostic, type Fix } from "../../diagnostics/diagnostic.ts";
import type { Source, Span } from "../../diagnostics/source.ts";
import type { AnyOperator } from "../operators/define.ts";
import { operators } from "../operators/index.generated.ts";
import type { Application, Elaborator } from "./elaborator.ts";

/** Warns of trained offsets that a normalisation right behind them takes away again. */
export function warnIdleBias(e: Elaborator, sources: ReadonlyMap<string, Source>): void {
  const followers = new Map<number, Application[]>();
  for (const application of e.applications) {
    for (const { id } of Object.values(application.operands).flat()) {
      followers.set(id, [...(followers.get(id) ?? []), application]);
    }
  }
  for (const { operator, span, settings, result } of e.applications) {
    if (settings.bias !== true || (settings.activation ?? "linear") !== "linear") continue;
    const next = followers.get(result.id) ?? [];
    const [first] = next;
    if (first === undefined || !next.every(centres)) continue;
    const related = [{ span: first.span, text: "the mean is taken away here" }];
    const fixes = withoutBias(span, sources.get(span.file)?.text ?? "");
    const details = { related, fixes, help: ["leave it out: `bias: false`"] };
    e.report(diagnostic("bias_idle", span, { operator, normalisation: first.operator }, details));
  }
}

/** Whether an application takes each channel's mean away. */
export function centres({ operator, operands, settings }: Application): boolean {
  const { centres: takesAway }: AnyOperator = operators[operator];
  const types = Object.entries(operands).map(([name, operand]) => [
    name,
    isList(operand) ? operand.map(({ type }) => type) : operand.type,
  ]);
  return takesAway?.(Object.fromEntries(types) as never, settings as never) === true;
}

const isList = <T>(operand: T | readonly T[]): operand is readonly T[] => Array.isArray(operand);

/** The edit that gives a call, which ends where the span does, the setting. */
function withoutBias({ file, start, end }: Span, text: string): Fix[] {
  const call = text.slice(start, end);
  const isBare = !call.endsWith(")");
  const before = call.slice(0, -1).trimEnd();
  if (!isBare && /\bbias\s*:\s*true,?$/.test(before)) return [];
  const at = isBare ? end : end - 1;
  const comma = before.endsWith("(") ? "" : before.endsWith(",") ? " " : ", ";
  const edits = [
    { span: { file, start: at, end: at }, text: isBare ? "(bias: false)" : `${comma}bias: false` },
  ];
  return [{ title: "leave the bias out", edits }];
}
