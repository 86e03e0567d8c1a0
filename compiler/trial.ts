import { checkProject } from "./check/check.ts";
import { type Declared, declaredBy } from "./check/declared-weights.ts";
import type { Application } from "./check/elaborator.ts";
import { centres } from "./check/idle-bias.ts";
import type { TypedModel } from "./check/model.ts";
import { neededFor } from "./check/needed.ts";
import type { TrainSpec } from "./check/train.ts";
import type { Program, Variable } from "./graph/graph.ts";
import { lowerCalmly, lowerModel, wantedBy } from "./lower/programs.ts";
import type { AnyOperator } from "./operators/define.ts";
import { operators } from "./operators/index.generated.ts";
import type { CompiledModel } from "./plan/compiled-model.ts";
import { loadProject, type ReadFile } from "./project.ts";

/** One use of an operator in a compiled model. */
export interface Use extends Pick<Application, "path" | "span"> {
  readonly operator: AnyOperator;
  /** How many values stand in the list that it takes, or 1. */
  readonly operands: number;
  /** The operators that work on its result, and whether each takes away what all places of a channel have in common. */
  readonly followedBy: readonly { readonly name: string; readonly centres: boolean }[];
}

/** A program that answers as the model does, or must not, and the variables it shares with the model by name. */
export interface Variant {
  readonly predict: Program;
  readonly variables: readonly Variable[];
}

/** A model as it is tried: compiled as users run it, and put otherwise in ways that must or must not change answers. */
export interface Trial {
  readonly model: CompiledModel;
  /** The model before its graph is simplified, through which gradients pass as they do in training. */
  readonly plain: CompiledModel;
  /** The model as it is trained without dropping inputs, where training drops some: what is left depends on all of them. */
  readonly whole?: CompiledModel;
  readonly declared: readonly Declared[];
  readonly uses: readonly Use[];
  /**
   * The forward pass of a training step, with what declares to differ in training as in prediction; where a use is
   * given, with all others as in prediction.
   */
  calm(use?: Use): Variant;
  /** Uses whose operands may stand in any order. */
  readonly commutative: readonly Use[];
  /** The model with the operands of some of these uses in reverse order. */
  reversed(uses: readonly Use[]): Variant;
  /** Uses on the way to an output that weigh their operands, so that they must differ from those that do not. */
  readonly weighing: readonly Use[];
  /** The model with one of these uses weighing all operands alike, as far as settings say how they are weighed. */
  unweighted(use: Use): Variant;
  /** The model with so many more places on every ragged axis of an input; undefined where there is none such. */
  longer(places: number): Variant | undefined;
}

/** The models of a source file without errors, as they are tried. */
export function trialsOf(entry: string, read: ReadFile): Trial[] {
  const checked = (padding = 0) => checkProject(loadProject(entry, read), padding);
  const { models, trainings } = checked();
  return models.map((typed, i) => {
    const spec = trainings.find(({ model }) => model === typed)?.spec;
    return trialOf(typed, spec, (places) => checked(places).models[i]);
  });
}

function trialOf(
  typed: TypedModel,
  spec: TrainSpec | undefined,
  longer: (places: number) => TypedModel | undefined,
): Trial {
  const needed = neededFor(typed.applications, wantedBy(typed, spec));
  const answering = neededFor(typed.applications, wantedBy(typed));
  const applications = typed.applications.filter(({ result }) => needed.has(result.id));
  const uses = usesOf(applications);
  const changed = (change: (application: Application) => Application): Variant =>
    lowerModel({ ...typed, applications: typed.applications.map(change) }, undefined, { data: spec?.data });
  const at = (paths: readonly Use[], { path }: Application) => paths.some((use) => use.path === path);
  return {
    model: lowerModel(typed, spec),
    plain: lowerModel(typed, spec, { plain: true }),
    ...(spec?.drop && { whole: lowerModel(typed, withoutDrop(spec)) }),
    declared: declaredBy(applications),
    uses,
    calm: (use) => lowerCalmly(typed, spec, use?.path),
    commutative: uses.filter(({ operator }) => operator.commutative === true),
    reversed: (some) => changed((one) => (at(some, one) ? backwards(one) : one)),
    weighing: applications.flatMap((one) => {
      const { unweighted = {}, weighs: gate }: AnyOperator = operators[one.operator];
      const weighs =
        gate !== undefined ||
        typeof unweighted === "string" ||
        Object.entries(unweighted).some(([name, value]) => one.settings[name] !== value);
      return weighs && answering.has(one.result.id) ? uses.filter(({ path }) => path === one.path) : [];
    }),
    unweighted: (use) =>
      changed((one) => {
        const { unweighted } = use.operator;
        if (!at([use], one) || unweighted === undefined) return one;
        return typeof unweighted === "string"
          ? { ...one, operator: unweighted, settings: {} }
          : { ...one, settings: { ...one.settings, ...unweighted } };
      }),
    longer(places) {
      const model = longer(places);
      return model && lowerModel(model, undefined, { data: spec?.data });
    },
  };
}

const withoutDrop = ({ drop: _, ...rest }: TrainSpec): TrainSpec => rest;

/** The operators of a model, each instance once. */
function usesOf(applications: readonly Application[]): Use[] {
  const uses = new Map<string, Use>();
  const followers = new Map<number, Use["followedBy"]>();
  for (const application of applications) {
    const follower = { name: application.operator, centres: centres(application) };
    for (const { id } of Object.values(application.operands).flat()) {
      followers.set(id, [...(followers.get(id) ?? []), follower]);
    }
  }
  for (const { path, span, operator, operands, result } of applications) {
    if (uses.has(path)) continue;
    uses.set(path, {
      path,
      span,
      operator: operators[operator],
      operands: Math.max(...Object.values(operands).map((operand) => (isList(operand) ? operand.length : 1))),
      followedBy: followers.get(result.id) ?? [],
    });
  }
  return [...uses.values()];
}

function backwards(application: Application): Application {
  const operands = Object.entries(application.operands).map(([name, operand]) => [
    name,
    isList(operand) ? operand.toReversed() : operand,
  ]);
  return { ...application, operands: Object.fromEntries(operands) };
}

const isList = <T>(operand: T | readonly T[]): operand is readonly T[] => Array.isArray(operand);
