import type { BlockUse } from "../check/elaborator.ts";
import type { TypedModel } from "../check/model.ts";
import { neededFor } from "../check/needed.ts";
import type { TypedValue, Value } from "../check/values.ts";
import type { CompiledModel } from "../plan/compiled-model.ts";
import { showType } from "../types/show.ts";
import { showSize } from "../types/size.ts";
import type { ValueType } from "../types/value-type.ts";
import { costsOf } from "./costs.ts";

/** What a model is made of, in the author's words, as it is drawn: operators within blocks, and what flows between them. */
export interface Outline {
  readonly parts: readonly OutlinePart[];
  /** An outer one before those in it. */
  readonly groups: readonly OutlineGroup[];
  /** Places of parts. */
  readonly flows: readonly { readonly from: number; readonly to: number }[];
}

interface Costs {
  readonly parameters: number;
  /** Multiply-accumulates for one record. */
  readonly macs: number;
}

export interface OutlinePart extends Costs {
  readonly kind: "input" | "weight" | "operator" | "block" | "output";
  /** The operator, modality, block or output. */
  readonly name: string;
  /** What the author calls its result. */
  readonly called?: string;
  /** Its result: in full, and its sizes alone, as in `64 × 64 × 4`. */
  readonly type: string;
  readonly sizes: string;
  /** Whether its weights are those of a part before it, which counts them. */
  readonly shared: boolean;
  /** Of a block that is drawn as one part: how many operators it is. */
  readonly operators?: number;
  /** The place of the group it stands in. */
  readonly group?: number;
}

export interface OutlineGroup extends Costs {
  /** The block. */
  readonly name: string;
  readonly called?: string;
  /** The place of the group around it. */
  readonly within?: number;
}

/** With more parts than this, blocks are drawn as one, from the innermost on. */
const MOST_PARTS = 60;

/** What a model is made of, as prediction computes it. */
export function outlineOf(
  model: TypedModel,
  compiled: Pick<CompiledModel, "predict">,
  most: number = MOST_PARTS,
): Outline {
  const wanted = model.outputs.map(({ value }) => value);
  const needed = neededFor(model.applications, wanted);
  const applications = model.applications.flatMap((application, place) =>
    needed.has(application.result.id) ? [{ application, place }] : [],
  );
  const nests = applications.map(({ place }) => around(model.uses, place));
  const deepest = Math.max(0, ...nests.map(({ length }) => length));
  // What is drawn of an operator: itself, or the block that hides it.
  const shownAt = (depth: number) => applications.map(({ place }, i) => nests[i]![depth] ?? place);
  let depth = deepest;
  while (depth > 0 && new Set(shownAt(depth)).size > most) depth--;

  const costs = costsOf(compiled);
  const parts: OutlinePart[] = [];
  const groups: OutlineGroup[] = [];
  const flows = new Map<string, Outline["flows"][number]>();
  const madeBy = new Map<number, number>();
  const groupOf = new Map<BlockUse, number>();
  const drawn = new Map<BlockUse, number>();

  function group(nest: readonly BlockUse[]): number | undefined {
    let within: number | undefined;
    for (const use of nest.slice(0, depth)) {
      const known = groupOf.get(use);
      if (known === undefined) {
        const called = calledOf(model, use.result);
        const name = use.block.name.text;
        groups.push({ name, ...called, parameters: 0, macs: 0, ...(within !== undefined && { within }) });
        groupOf.set(use, groups.length - 1);
      }
      within = groupOf.get(use);
    }
    return within;
  }

  function addCosts({ parameters, macs }: Costs, from: number | undefined): void {
    for (let at = from; at !== undefined; at = groups[at]!.within) {
      const one = groups[at]!;
      groups[at] = { ...one, parameters: one.parameters + parameters, macs: one.macs + macs };
    }
  }

  const flow = (from: number, to: number) => {
    if (from !== to) flows.set(`${from} ${to}`, { from, to });
  };

  for (const { spec, values } of model.inputs) {
    values.forEach((value, i) => {
      madeBy.set(value.id, parts.length);
      const part = spec.parts[i]?.name;
      const called = part === undefined ? spec.name : `${spec.name}.${part}`;
      parts.push({ kind: "input", name: spec.modality, called, ...typeOf(value.type), ...FREE });
    });
  }
  for (const [i, { application, place }] of applications.entries()) {
    const nest = nests[i]!;
    const hidden = nest[depth];
    const within = group(nest);
    const operands = Object.values(application.operands).flat() as readonly TypedValue[];
    const weights = operands.filter(({ id, weight }) => weight !== undefined && !madeBy.has(id));
    const own = costs(application.path, place);
    addCosts(own, within);
    for (const value of weights) addWeight(value, within, hidden);
    const sources = operands.map((value) => madeBy.get(value.id));
    const called = calledOf(model, { kind: "tensor", value: application.result });
    const part = {
      kind: "operator",
      name: application.operator,
      ...called,
      ...typeOf(application.result.type),
    } as const;
    const at = partAt({ ...part, ...own }, within, hidden);
    madeBy.set(application.result.id, at);
    for (const from of sources) if (from !== undefined) flow(from, at);
  }
  for (const { spec, value } of model.outputs) {
    const from = madeBy.get(value.id);
    parts.push({ kind: "output", name: spec.name, ...typeOf(value.type), ...FREE });
    if (from !== undefined) flow(from, parts.length - 1);
  }
  return { parts, groups, flows: [...flows.values()] };

  /** The place of a part: its own, or that of the block that hides it, which gives what its last part gives. */
  function partAt(part: OutlinePart, within: number | undefined, hidden: BlockUse | undefined): number {
    const grouped = within === undefined ? {} : { group: within };
    if (hidden === undefined) return parts.push({ ...part, ...grouped }) - 1;
    const known = drawn.get(hidden);
    const before = known === undefined ? { ...FREE, operators: 0 } : parts[known]!;
    const block: OutlinePart = {
      kind: "block",
      name: hidden.block.name.text,
      ...calledOf(model, hidden.result),
      type: part.type,
      sizes: part.sizes,
      parameters: before.parameters + part.parameters,
      macs: before.macs + part.macs,
      shared: false,
      operators: (before.operators ?? 0) + 1,
      ...grouped,
    };
    const at = known ?? parts.length;
    parts[at] = block;
    drawn.set(hidden, at);
    return at;
  }

  /** A declared weight is a part where it is first used, or belongs to the block that hides it. */
  function addWeight(value: TypedValue, within: number | undefined, hidden: BlockUse | undefined): void {
    const { path } = value.weight!;
    const own = costs(path);
    addCosts(own, within);
    const called = { called: model.called.get(value.id) ?? path };
    madeBy.set(
      value.id,
      partAt(
        { kind: "weight", name: "weight", ...called, ...typeOf(value.type), ...own, shared: false },
        within,
        hidden,
      ),
    );
  }
}

const FREE = { parameters: 0, macs: 0, shared: false } as const;

/** The blocks around an application, the outermost first. */
const around = (uses: readonly BlockUse[], place: number): BlockUse[] =>
  uses.filter(({ from, to }) => from <= place && place < to).reverse();

function calledOf({ called }: TypedModel, value: Value): { readonly called?: string } {
  const name = value.kind === "tensor" ? called.get(value.value.id) : undefined;
  return name === undefined ? {} : { called: name };
}

const typeOf = (type: ValueType) => ({
  type: showType(type),
  sizes: type.axes
    .map(({ size, ragged }) => `${ragged === undefined ? "" : "≤"}${showSize(size)}`)
    .join(" × "),
});
