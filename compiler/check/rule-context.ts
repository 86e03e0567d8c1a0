import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { MessageName, MessageParameters } from "../../diagnostics/messages/index.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Argument } from "../../grammar/ast.ts";
import type { RuleContext } from "../operators/define.ts";
import { showType } from "../types/show.ts";
import type { Call } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";
import type { Groups, Operand } from "./operands.ts";

/** How many operands are shown with a finding about all of them. */
const SHOWN = 6;

/** Reports of a type rule, placed at the operand or setting they are about. */
export function ruleContext(
  e: Elaborator,
  call: Call,
  groups: Groups,
  settings: ReadonlyMap<string, Argument>,
): RuleContext {
  const find = (place: string): { span: Span; group?: readonly Operand[] } => {
    const [operand = "", index] = place.split(".");
    const group = groups[operand];
    if (group === undefined) return { span: settings.get(index ?? place)?.span ?? call.span };
    if (index !== undefined) return { span: group[Number(index)]!.span };
    return group.length === 1 ? { span: group[0]!.span } : { span: call.span, group };
  };
  const reported = new Set<string>();
  return {
    fail<N extends MessageName>(
      message: N,
      at: string,
      parameters: MessageParameters<N>,
      details: Details = {},
    ) {
      // A window too large for both axes is one mistake.
      if (reported.has(`${message} ${at}`)) return undefined;
      reported.add(`${message} ${at}`);
      const { span, group = [] } = find(at);
      const origins = group
        .filter(({ value }) => !sameSpan(value.span, span))
        .slice(0, SHOWN)
        .map(({ value }) => ({ span: value.span, text: `${showType(value.type)}, from here` }));
      const related = [...(details.related ?? []), ...origins];
      const help = [
        ...(details.help ?? []),
        ...(message === "sequence_missing" ? helpInEach(e.passing) : []),
      ];
      e.report(diagnostic(message, span, parameters, { ...details, help, related }));
      return undefined;
    },
    fresh: (axis) => e.fresh(axis),
    adding(setting) {
      const { file, end } = call.span;
      if (call.arguments.length === 0) return {};
      const edits = [{ span: { file, start: end - 1, end: end - 1 }, text: `, ${setting}` }];
      return { fixes: [{ title: `add \`${setting}\``, edits }] };
    },
    words(operand, index) {
      const [name = "", place] = operand.split(".");
      const given = groups[name]?.[index ?? Number(place ?? 0)];
      return given === undefined ? name : e.words(given.span);
    },
  };
}

/** What there is to do where axes pass through the block around an operator that goes along one axis alone. */
function helpInEach(passing: readonly string[]): string[] {
  if (passing.length === 0) return [];
  const [first] = passing;
  return [
    `\`${first}\` passes through this block by \`each\`: use the block on a value without it, for example behind \`mean(over: ${first})\`, or without \`each\` on places that \`merge\` has put on one axis with it`,
  ];
}

const sameSpan = (a: Span, b: Span) => a.file === b.file && a.start === b.start && a.end === b.end;
