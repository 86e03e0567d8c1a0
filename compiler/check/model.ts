import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ModelItem, RequireStatement } from "../../grammar/ast.ts";
import type { ModelInterface } from "../plan/interface.ts";
import { settlePresence } from "./absence.ts";
import { type Budget, readRequirements } from "./budgets.ts";
import { type Application, type BlockUse, createElaborator } from "./elaborator.ts";
import { evaluate } from "./expressions.ts";
import { warnIdleBias } from "./idle-bias.ts";
import { checkInput, checkOutput, type Input, type Output } from "./inputs-outputs.ts";
import { findJudges } from "./judges.ts";
import { createScope } from "./scope.ts";
import type { Session } from "./session.ts";
import { defineValue, defineWeight, misplaced, repeat } from "./statements.ts";
import type { Binding, Scope } from "./values.ts";

/** A checked model: operators on typed values, still in the author's words. */
export interface TypedModel {
  readonly item: ModelItem;
  readonly interface: ModelInterface;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  /** In an order in which every operator follows what it works on. */
  readonly applications: readonly Application[];
  /** The blocks that they are written out from, an inner use before the one around it. */
  readonly uses: readonly BlockUse[];
  /** What the author calls values, also inside of blocks, by their ids. */
  readonly called: ReadonlyMap<number, string>;
  /** For operators that are judged on the validation split, by path, the output whose labels say what is right. */
  readonly judges: ReadonlyMap<string, string>;
  /** What the author gave names to, outputs included. */
  readonly names: ReadonlyMap<string, Binding>;
  readonly budgets: readonly Budget[];
  /** Names that nothing in the model refers to. */
  readonly unused: readonly Binding[];
}

/** Checks a model; undefined where errors, its own or others', leave nothing that could be compiled. */
export function checkModel(session: Session, item: ModelItem, fileScope: Scope): TypedModel | undefined {
  const e = createElaborator(session, evaluate);
  const scope = createScope(fileScope);
  const inputs: (Input | undefined)[] = [];
  const outputs: (Output | undefined)[] = [];
  const requirements: RequireStatement[] = [];

  for (const statement of item.body) {
    switch (statement.kind) {
      case "input":
        inputs.push(checkInput(e, statement, scope));
        break;
      case "output":
        outputs.push(checkOutput(e, statement, scope));
        break;
      case "require":
        requirements.push(statement);
        break;
      case "value":
        defineValue(e, statement, scope);
        break;
      case "weight":
        defineWeight(e, statement, scope);
        break;
      case "for":
        repeat(e, statement, scope);
        break;
      default:
        misplaced(e, statement, "`model`");
    }
  }
  const unused = [...scope.names.values()].filter(({ used }) => !used);
  const budgets = readRequirements(e, scope, session.padding > 0 ? [] : requirements);
  const model = item.name.text;
  // Of a declaration without a name, which was reported, it is not known what was meant.
  const isNamed = model !== "";
  if (isNamed && inputs.length === 0) e.report(diagnostic("input_missing", item.name.span, { model }));
  // A `return` was reported, and was meant as the output.
  const decides = outputs.length > 0 || item.body.some(({ kind }) => kind === "return");
  if (isNamed && !decides) e.report(diagnostic("output_missing", item.name.span, { model }));

  const checkedInputs = inputs.filter((input) => input !== undefined);
  const checkedOutputs = settlePresence(
    e,
    checkedInputs,
    outputs.filter((output) => output !== undefined),
    scope,
  );
  const complete = checkedInputs.length === inputs.length && checkedOutputs.length === outputs.length;
  if (e.errors() > 0 || !complete || !isNamed) return undefined;
  warnIdleBias(e, session.sources);
  const judges = findJudges(e, e.applications, checkedOutputs);
  if (e.errors() > 0) return undefined;
  return {
    item,
    interface: {
      model,
      inputs: checkedInputs.map(({ spec }) => spec),
      outputs: checkedOutputs.map(({ spec }) => spec),
    },
    inputs: checkedInputs,
    outputs: checkedOutputs,
    applications: e.applications,
    uses: e.uses,
    called: e.called,
    judges,
    names: scope.names,
    budgets,
    unused,
  };
}

/** Warnings of inputs and values that nothing refers to; those in `alsoUsed` are referred to by a loss. */
export function unusedIn(model: TypedModel, alsoUsed: ReadonlySet<string>): Diagnostic[] {
  const outputs = new Set(model.outputs.map(({ spec }) => spec.name));
  return model.unused
    .filter(({ name }) => !alsoUsed.has(name) && !outputs.has(name))
    .map(({ name, span }) => diagnostic("unused_value", span, { name }));
}
