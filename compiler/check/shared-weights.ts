import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { AnyOperator } from "../operators/define.ts";
import { showType } from "../types/show.ts";
import { compareSizes } from "../types/size.ts";
import { axisNamed, CHANNEL, type ValueType } from "../types/value-type.ts";
import type { Call } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";

type Types = Readonly<Record<string, ValueType | readonly ValueType[]>>;

/**
 * Whether an operator's weights, where it shares them with another use of the same instance, fit what it works on
 * here; reports where they do not.
 */
export function fitsShared(
  e: Elaborator,
  call: Call,
  operator: AnyOperator,
  path: string,
  types: Types,
  settings: Readonly<Record<string, unknown>>,
): boolean {
  const first = e.recorded(path);
  if (first === undefined || operator.parameters === undefined) return true;
  const before = Object.fromEntries(
    Object.entries(first.operands).map(([name, value]) => [
      name,
      "length" in value ? value.map((one) => one.type) : value.type,
    ]),
  );
  const count = (of: Types) => operator.parameters!.count(of as never, settings as never);
  const [ours, theirs] = [count(types), count(before)];
  // In a block that is checked for every size, counts come to no number.
  const isSame = ours === theirs || !Number.isFinite(ours) || !Number.isFinite(theirs);
  if (isSame && sameChannels(types, before)) return true;
  const shown = (of: Types) => listed(of).map(showType).join(" and ");
  const related = [{ span: first.span, text: `${shown(before)} in the other use` }];
  const parameters = { operator: operator.name, found: shown(types) };
  e.report(diagnostic("shared_weights", call.span, parameters, { related }));
  return false;
}

const listed = (types: Types): ValueType[] => Object.values(types).flat() as ValueType[];

function sameChannels(a: Types, b: Types): boolean {
  const [ours, theirs] = [listed(a), listed(b)];
  return (
    ours.length === theirs.length &&
    ours.every((type, i) => {
      const [x, y] = [axisNamed(type, CHANNEL)?.size, axisNamed(theirs[i]!, CHANNEL)?.size];
      return x === undefined || y === undefined ? x === y : compareSizes(x, y) !== "different";
    })
  );
}
