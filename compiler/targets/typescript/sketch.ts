import type { BlockUse } from "../../check/elaborator.ts";
import type { TypedModel } from "../../check/model.ts";
import type { TrainSpec } from "../../check/train.ts";
import type { Value } from "../../check/values.ts";
import { createBuilder } from "../../graph/builder.ts";
import type { Variable } from "../../graph/graph.ts";
import { createOps } from "../../graph/ops.ts";
import { simplify } from "../../graph/simplify.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { lowerForward } from "../../lower/forward.ts";
import { minimised } from "../../lower/losses.ts";
import { predictions, wantedBy } from "../../lower/programs.ts";
import { stretchesOf } from "../../lower/stretches.ts";
import { judgeStates } from "../../lower/validation.ts";
import { createVariables } from "../../lower/variables.ts";
import type { StateSpec } from "../../plan/compiled-model.ts";

/** The feed that says whether a pass is one of training. */
export const MODE = ":training";

/**
 * A model as it is written out: one graph for training and prediction, in which what differs between the two is chosen
 * by `MODE`, simplified, with what the author calls its tensors.
 */
export interface Sketch {
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** What is minimised, of each stretch of the training. */
  readonly losses: readonly Tensor[];
  /** The terms of what is minimised, by name. */
  readonly terms: ReadonlyMap<string, Tensor>;
  /** What rows of validation say of each state. */
  readonly judged: readonly (StateSpec & { readonly said: Readonly<Record<"values" | "counts", Tensor>> })[];
  readonly updates: readonly { readonly variable: Variable; readonly value: Tensor }[];
  /** Whether some phases of the training have parts work as in prediction. */
  readonly isStaged: boolean;
  /** By what the author wrote, or by the operator that gives it. */
  readonly names: ReadonlyMap<Tensor, string>;
  /** An inner use before the one around it. */
  readonly uses: readonly UseSketch[];
}

export interface UseSketch extends Omit<BlockUse, "given" | "result"> {
  /** What it gives, as far as it was not simplified away. */
  readonly results: readonly Tensor[];
  /** What its parameters stand for, by their names. */
  readonly given: ReadonlyMap<Tensor, string>;
}

export function sketch(model: TypedModel, spec?: TrainSpec): Sketch {
  const g = createOps(createBuilder());
  const variables = createVariables();
  const mode = g.feed({ name: MODE, shape: [], dtype: "bool" });
  const wanted = wantedBy(model, spec);
  const forward = lowerForward(g, model, wanted, variables, true, { mode, drop: spec?.drop });
  const outputs = Object.entries(predictions(g, model.outputs, forward, variables, spec?.data)).map(
    ([name, tensor]) => [`output/${name}`, tensor] as const,
  );
  const losses =
    spec === undefined
      ? []
      : stretchesOf(spec).map(({ terms }) => minimised(g, { ...spec, terms }, forward, variables).mean);
  const terms = spec === undefined ? [] : minimised(g, spec, forward, variables).terms;
  const judged = spec === undefined ? undefined : judgeStates(g, forward.judged);
  const values = [...forward.values].map(([id, { tensor }]) => [`value/${id}`, tensor] as const);
  const updates = forward.statistics.map(({ value }, i) => [`update/${i}`, value] as const);
  const results = Object.fromEntries([
    ...outputs,
    ...values,
    ...updates,
    ...losses.map((loss, i) => [`loss/${i}`, loss] as const),
    ...terms.map(({ term, mean }) => [`term/${term.name}`, mean] as const),
    ...Object.entries(judged?.results ?? {}),
  ]);
  const simple = simplify({ name: "sketch", feeds: [], results, updates: [] }, { gradients: true }).results;

  const named = new Map<Tensor, string>();
  const call = (id: number, name: string) => {
    const tensor = simple[`value/${id}`];
    if (tensor !== undefined && !named.has(tensor)) named.set(tensor, name);
  };
  for (const [id, name] of model.called) call(id, name);
  for (const { spec: output, value } of model.outputs) call(value.id, output.name);
  for (const { path, result } of model.applications) call(result.id, lastOf(path));
  for (const { spec: input, values: parts } of model.inputs) {
    for (const [i, { id }] of parts.entries()) {
      const part = input.parts[i]?.name;
      call(id, part === undefined ? input.name : `${input.name}_${part}`);
    }
  }

  const tensorsOf = (value: Value): Tensor[] => {
    if (value.kind === "tensor") return [simple[`value/${value.value.id}`] ?? []].flat();
    if (value.kind === "list") return value.items.flatMap(tensorsOf);
    return value.kind === "results" ? [...value.results.values()].flatMap(tensorsOf) : [];
  };
  return {
    outputs: Object.fromEntries(model.outputs.map(({ spec: { name } }) => [name, simple[`output/${name}`]!])),
    losses: losses.map((_, i) => simple[`loss/${i}`]!),
    terms: new Map(terms.map(({ term }) => [term.name, simple[`term/${term.name}`]!])),
    judged: (judged?.states ?? []).map((state) => ({
      ...state,
      said: { values: simple[state.values]!, counts: simple[state.counts]! },
    })),
    updates: forward.statistics.map(({ variable }, i) => ({ variable, value: simple[`update/${i}`]! })),
    names: named,
    isStaged: spec !== undefined && spec.phases.length > 0,
    uses: model.uses.map(({ given, result, ...use }) => ({
      ...use,
      results: tensorsOf(result),
      given: new Map(
        [...given].flatMap(([name, value]) =>
          value.kind === "tensor" ? tensorsOf(value).map((tensor) => [tensor, name] as const) : [],
        ),
      ),
    })),
  };
}

/** The operator at a path, without the number that keeps uses apart. */
const lastOf = (path: string) => path.slice(path.lastIndexOf("/") + 1).replace(/_\d+$/, "");
