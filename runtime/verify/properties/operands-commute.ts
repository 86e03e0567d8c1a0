import type { Use, Variant } from "../../../compiler/trial.ts";
import type { StoredTensor } from "../../files/safetensors.ts";
import type { VariableValues } from "../../model/backend.ts";
import { difference, showChange } from "../answers.ts";
import type { Lab } from "../lab.ts";
import { type CounterExample, judged, notApplicable, type Property } from "../property.ts";

const ROWS = 8;
const TOLERANCE = 1e-6;

export const operandsCommute: Property = {
  name: "operands_commute",
  summary: "The order in which a commutative fusion is given its operands changes nothing.",
  documentation:
    "The model is compiled again with the operands of every operator that is declared commutative in reverse, each operand keeping its own weights, and asked the same in double precision. Weights that belong to no single operand are made alike along every axis that has a place for each.",
  defects: ["Means that are taken two at a time, so that the last operand counts half"],
  static: false,
  async check(lab) {
    const uses = lab.trial.commutative;
    if (uses.length === 0) return notApplicable("no operator of the model is commutative");
    const note = `${uses.length} ${uses.length === 1 ? "operator" : "operators"}`;
    if ((await changeOf(lab, uses)) === undefined) return judged([], note);
    const found: CounterExample[] = [];
    for (const use of uses) {
      const change = await changeOf(lab, [use]);
      if (change === undefined) continue;
      const { message, ...rest } = change;
      found.push({
        ...rest,
        message: `${message} of \`${use.operator.name}\` at ${use.path} stand in reverse`,
        span: use.span,
      });
    }
    return judged(found);
  },
};

/** What changes when the operands of some uses stand in reverse. */
async function changeOf(lab: Lab, uses: readonly Use[]): Promise<CounterExample | undefined> {
  const { model, reversed } = lab.trial;
  const batch = lab.batch(ROWS, 0);
  const values = symmetric(lab.values(0), uses);
  const other = reversed(uses);
  const before = await lab.exactly(model, values, batch);
  const after = await lab.exactly(other, exchanged(values, other, uses), batch);
  const most = difference(before, after, lab.tolerance(TOLERANCE));
  if (most === undefined) return undefined;
  const { output, row, change } = most;
  return {
    message: `${output} of row ${row} changes ${showChange(most)} when the operands`,
    output,
    row,
    change,
  };
}

/** A weight of the operand with the number at the end, from 1: `joint/kernel_2`. */
const OF_ONE = /_(\d+)$/;

const useOf = (name: string, uses: readonly Use[]) => uses.find(({ path }) => name.startsWith(`${path}/`));

/** The values with weights that belong to all operands alike along axes with a place for each. */
function symmetric(values: VariableValues, uses: readonly Use[]): VariableValues {
  return new Map(
    [...values].map(([name, tensor]) => {
      const use = useOf(name, uses);
      return [name, use === undefined || OF_ONE.test(name) ? tensor : alike(tensor, use.operands)];
    }),
  );
}

/** The tensor with its first slice in place of all, along every axis of that size. */
function alike({ shape, data }: StoredTensor, size: number): StoredTensor {
  let own = data;
  shape.forEach((dim, axis) => {
    if (dim !== size) return;
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const before = own;
    own = own.map((_, i) => before[i - (Math.floor(i / inner) % size) * inner]!);
  });
  return { shape, data: own };
}

/** The values for a model whose operands stand in reverse: each operand's weights go with it. */
function exchanged(values: VariableValues, { variables }: Variant, uses: readonly Use[]): VariableValues {
  return new Map(
    variables.map(({ name }) => {
      const use = useOf(name, uses);
      const number = OF_ONE.exec(name)?.[1];
      if (use === undefined || number === undefined) return [name, values.get(name)!];
      const source = name.replace(OF_ONE, `_${use.operands + 1 - Number(number)}`);
      return [name, values.get(source) ?? values.get(name)!];
    }),
  );
}
