import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { AnyOperator } from "../operators/define.ts";
import { operators } from "../operators/index.generated.ts";
import type { Application, Elaborator } from "./elaborator.ts";
import type { Input, Output } from "./inputs-outputs.ts";
import type { Scope, TypedValue } from "./values.ts";

/**
 * The outputs, each known to be there in every record; reports those that are not. A record has every input that is
 * not optional, and one with no input at all is refused when it is read: where all inputs are optional it therefore
 * suffices that each of them alone gives the output.
 */
export function settlePresence(
  e: Elaborator,
  inputs: readonly Input[],
  outputs: readonly Output[],
  scope: Scope,
): Output[] {
  const sufficient = sufficientFor(inputs, e.applications);
  const allOptional = inputs.every(({ spec }) => spec.optional);
  return outputs.flatMap((output) => {
    const { spec, value } = output;
    if (value.type.presence === "always") return [output];
    const lacking = inputs.filter((input) => !allOptional || !sufficient(value).has(input));
    const binding = scope.names.get(spec.name);
    if (lacking.length === 0) {
      const settled: TypedValue = { ...value, type: { ...value.type, presence: "always" } };
      if (binding !== undefined) binding.value = { kind: "tensor", value: settled };
      return [{ ...output, value: settled }];
    }
    const details = detailsOf(lacking, allOptional);
    e.report(diagnostic("inputs_optional", binding?.span ?? spec.span, { output: spec.name }, details));
    return [];
  });
}

function detailsOf(lacking: readonly Input[], allOptional: boolean) {
  const help = [
    "decide from several paths, of which any suffices, for example with `vote`; or make an input of each path required",
  ];
  if (!allOptional) {
    const given = lacking.filter(({ spec }) => !spec.optional).map(({ spec }) => `\`${spec.name}\``);
    return { help: [...help, `a record may have no more than ${listNames(given)}`] };
  }
  const related = lacking.map(({ spec }) => ({
    span: spec.span,
    text: "a record may have this input alone",
  }));
  return { help, related };
}

/** For a value, the inputs each of which, where a record has it and all that are not optional, makes it be there. */
function sufficientFor(
  inputs: readonly Input[],
  applications: readonly Application[],
): (value: TypedValue) => ReadonlySet<Input> {
  const all = new Set(inputs);
  const known = new Map<number, ReadonlySet<Input>>(
    inputs.flatMap((input) => {
      const enough = input.spec.optional ? new Set([input]) : all;
      return input.values.map(({ id }) => [id, enough] as const);
    }),
  );
  const of = (value: TypedValue) => known.get(value.id) ?? all;
  for (const { operator, operands, result } of applications) {
    const { presence }: AnyOperator = operators[operator];
    const followed = typeof presence === "object" ? presence.follows : undefined;
    const taken = followed === undefined ? Object.values(operands) : [operands[followed]!];
    const sets = taken.flat().map(of);
    const isAny = typeof presence === "object";
    const enough = inputs.filter((input) =>
      isAny ? sets.some((set) => set.has(input)) : sets.every((set) => set.has(input)),
    );
    known.set(result.id, new Set(enough));
  }
  return of;
}
