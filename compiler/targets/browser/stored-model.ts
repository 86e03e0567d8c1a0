import { createBuilder } from "../../graph/builder.ts";
import { type Program, programNodes, type Variable } from "../../graph/graph.ts";
import type { AttributesOf, PrimitiveName } from "../../graph/primitives/index.ts";
import { primitives } from "../../graph/primitives/index.ts";
import type { Node, Tensor } from "../../graph/tensor.ts";
import type { CompiledModel } from "../../plan/compiled-model.ts";

/** The number that is raised when what is written changes. */
const FORMAT = 1;

/** A compiled model as plain JSON, which `openStored` makes one again. */
interface StoredModel {
  readonly format: typeof FORMAT;
  readonly interface: CompiledModel["interface"];
  readonly variables: readonly Variable[];
  readonly predict: StoredProgram;
  readonly training?: Omit<NonNullable<CompiledModel["training"]>, "train" | "earlier" | "evaluate"> & {
    readonly train: StoredProgram;
    readonly earlier: readonly StoredProgram[];
    readonly evaluate: StoredProgram;
  };
}

/** A result of a node: the node's place in the list, and which of its results. */
type StoredTensor = readonly [node: number, output: number];

interface StoredNode {
  readonly primitive: string;
  readonly inputs: readonly StoredTensor[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of the author's words that it came from, the path. */
  readonly path: string;
}

interface StoredProgram {
  readonly name: string;
  readonly feeds: Program["feeds"];
  /** Each after its inputs. */
  readonly nodes: readonly StoredNode[];
  readonly results: Readonly<Record<string, StoredTensor>>;
  readonly updates: readonly (readonly [variable: string, value: StoredTensor])[];
}

/** What JSON has no number for, and what it would lose: infinities, NaN and the negative zero. */
const SPECIAL = ":number";

/** A model as JSON text, weights not included. */
export function storeModel({ interface: face, variables, predict, training }: CompiledModel): string {
  const stored: StoredModel = {
    format: FORMAT,
    interface: face,
    variables,
    predict: storeProgram(predict),
    ...(training && {
      training: {
        ...training,
        train: storeProgram(training.train),
        earlier: training.earlier.map(storeProgram),
        evaluate: storeProgram(training.evaluate),
      },
    }),
  };
  return JSON.stringify(stored, (_, value: unknown) => {
    if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
    return { [SPECIAL]: Object.is(value, -0) ? "-0" : String(value) };
  });
}

/**
 * The model that a text stores. Throws an `Error` for anything else: a text that is cut off, another format, nodes that
 * no primitive makes.
 */
export function openStored(text: string): CompiledModel {
  const stored = JSON.parse(text, (_, value: unknown) =>
    typeof value === "object" && value !== null && SPECIAL in value ? Number(value[SPECIAL]) : value,
  ) as StoredModel;
  if (stored?.format !== FORMAT) throw new Error(`it is not of format ${FORMAT}`);
  const { interface: face, variables, predict, training } = stored;
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  return {
    interface: face,
    variables,
    predict: openProgram(predict, known),
    ...(training && {
      training: {
        ...training,
        train: openProgram(training.train, known),
        earlier: training.earlier.map((program) => openProgram(program, known)),
        evaluate: openProgram(training.evaluate, known),
      },
    }),
  };
}

function storeProgram(program: Program): StoredProgram {
  const nodes = programNodes(program);
  const places = new Map<Node, number>(nodes.map((node, place) => [node, place]));
  const stored = ({ node, output }: Tensor): StoredTensor => [places.get(node)!, output];
  return {
    name: program.name,
    feeds: program.feeds,
    nodes: nodes.map(({ primitive, inputs, attributes, origin }) => ({
      primitive,
      inputs: inputs.map(stored),
      attributes:
        primitive === "read" ? { variable: (attributes.variable as Variable).name } : { ...attributes },
      path: origin.path,
    })),
    results: Object.fromEntries(
      Object.entries(program.results).map(([name, tensor]) => [name, stored(tensor)]),
    ),
    updates: program.updates.map(({ variable, value }) => [variable.name, stored(value)]),
  };
}

function openProgram(program: StoredProgram, variables: ReadonlyMap<string, Variable>): Program {
  const builder = createBuilder();
  const made: (readonly Tensor[])[] = [];
  const tensor = ([node, output]: StoredTensor): Tensor => {
    const found = made[node]?.[output];
    if (found === undefined) throw new Error(`${program.name} has no result ${output} of node ${node}`);
    return found;
  };
  const variable = (name: unknown): Variable => {
    const found = variables.get(String(name));
    if (found === undefined) throw new Error(`${program.name} has no variable ${name}`);
    return found;
  };
  for (const { primitive, inputs, attributes, path } of program.nodes) {
    if (!Object.hasOwn(primitives, primitive)) throw new Error(`there is no primitive ${primitive}`);
    const own = primitive === "read" ? { variable: variable(attributes.variable) } : attributes;
    made.push(
      builder.within({ path }, () =>
        builder.apply(primitive as PrimitiveName, inputs.map(tensor), own as AttributesOf<PrimitiveName>),
      ),
    );
  }
  return {
    name: program.name,
    feeds: program.feeds,
    results: Object.fromEntries(
      Object.entries(program.results).map(([name, stored]) => [name, tensor(stored)]),
    ),
    updates: program.updates.map(([name, value]) => ({ variable: variable(name), value: tensor(value) })),
  };
}
