import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { AnyOperator } from "../operators/define.ts";
import { operators } from "../operators/index.generated.ts";
import type { Call } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";
import type { Block, BlockParameter, TypedValue } from "./values.ts";

/**
 * Refuses values that a record may lack where a block has no rule for them, `x: feature present`, and names the
 * remedies. Gives whether there were any.
 */
export function refuseAbsent(
  e: Elaborator,
  call: Call,
  block: Block,
  parameter: BlockParameter,
  values: readonly TypedValue[],
): boolean {
  if (parameter.kind === "setting" || parameter.pattern.present !== true) return false;
  const optional = values.find(({ type }) => type.presence === "optional");
  if (optional === undefined) return false;
  const { item } = parameter;
  const help = [
    `make the input required, or fuse the value first: ${listNames(remedies(optional))} have a rule for what is absent`,
  ];
  const related = [
    { span: item.span, text: "the parameter, which is `present`" },
    { span: optional.span, text: "may be absent" },
  ];
  const parameters = {
    operator: block.item.name.text,
    value: e.called.get(optional.id) ?? e.words(optional.span),
  };
  e.report(diagnostic("presence_refused", call.span, parameters, { help, related }));
  return true;
}

/** Fusions that have a rule for what is absent and can be written right away: lists of such values, no setting. */
function remedies({ type }: TypedValue): string[] {
  return Object.values(operators).flatMap((one: AnyOperator) => {
    const [spec] = Object.values(one.operands);
    const isFusion = typeof one.presence === "object" && spec?.many === true && one.family !== "shape";
    const isPlain = Object.values(one.settings).every((s) => s.default !== undefined || s.optional === true);
    return isFusion && isPlain && spec.accepts.includes(type.kind.name) ? [`\`${one.name}\``] : [];
  });
}
