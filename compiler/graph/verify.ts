import { type Program, programNodes, type Variable } from "./graph.ts";
import type { Origin } from "./origin.ts";
import { type Primitive, ShapeError } from "./primitive.ts";
import { type PrimitiveName, primitives } from "./primitives/index.ts";
import { type Node, sameShape, showShape, type TensorType } from "./tensor.ts";

/** Something that must not be so in a program that a target is given: a mistake of the compiler. */
export interface GraphFinding {
  readonly rule: RuleName;
  /** What was found, with names. */
  readonly message: string;
  readonly origin?: Origin;
}

/** What a program is checked against. */
export interface VerifyContext {
  /** All variables of the model. */
  readonly variables: readonly Variable[];
  /** Whether the program is a training step, which must move every weight. */
  readonly trains: boolean;
}

type Checked = VerifyContext & { readonly program: Program; readonly nodes: readonly Node[] };
type Found = Omit<GraphFinding, "rule">;
type Rule = (checked: Checked) => Iterable<Found>;

/** Holds a program against every rule; a sound one gives nothing. */
export function verify(program: Program, context: VerifyContext): GraphFinding[] {
  const checked = { ...context, program, nodes: programNodes(program) };
  return (Object.keys(rules) as RuleName[]).flatMap((rule) =>
    Array.from(rules[rule](checked), (found) => ({ rule, ...found })),
  );
}

const show = ({ dtype, shape }: TensorType) => `${dtype}${showShape(shape)}`;
const sameType = (a: TensorType, b: TensorType) => a.dtype === b.dtype && sameShape(a.shape, b.shape);
const called = (node: Node) => `${node.primitive} (node ${node.id})`;

const variableOf = (node: Node): Variable | undefined =>
  node.primitive === "read" ? (node.attributes as { readonly variable: Variable }).variable : undefined;

function repeated(names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const name of names) (seen.has(name) ? again : seen).add(name);
  return again;
}

const rules = {
  *ascending_ids({ nodes }) {
    for (const node of nodes) {
      const late = node.inputs.find((input) => input.node.id >= node.id);
      if (late)
        yield {
          message: `${called(node)} uses ${called(late.node)}, which is not older`,
          origin: node.origin,
        };
    }
    for (const id of repeated(nodes.map((node) => String(node.id))))
      yield { message: `two nodes have the id ${id}` };
  },

  *whole_nodes({ nodes }) {
    for (const node of nodes) {
      const own = node.outputs.every((output, i) => output.node === node && output.output === i);
      if (!own) yield { message: `${called(node)} has results that name another node`, origin: node.origin };
      const torn = node.inputs.find((input) => input.node.outputs[input.output] !== input);
      if (torn) yield { message: `${called(node)} uses a tensor that no node gives`, origin: node.origin };
    }
  },

  *derived_types({ nodes }) {
    for (const node of nodes) {
      const known = Object.hasOwn(primitives, node.primitive);
      const fault = known ? mistyped(primitives[node.primitive as PrimitiveName], node) : "is no primitive";
      if (fault) yield { message: `${called(node)} ${fault}`, origin: node.origin };
    }
  },

  *known_variables({ nodes, program, variables }) {
    const known = new Set(variables);
    for (const name of repeated(variables.map((variable) => variable.name))) {
      yield { message: `two variables are called ${name}` };
    }
    for (const node of nodes) {
      const variable = variableOf(node);
      if (variable && !known.has(variable)) {
        yield { message: `${variable.name} is read but is not a variable of the model`, origin: node.origin };
      }
    }
    for (const { variable } of program.updates) {
      if (known.has(variable)) continue;
      yield {
        message: `${variable.name} is updated but is not a variable of the model`,
        origin: variable.origin,
      };
    }
  },

  *sound_updates({ program }) {
    for (const { variable, value } of program.updates) {
      const { name, role, origin } = variable;
      if (!sameType(variable, value)) {
        yield { message: `${name} is ${show(variable)} but would become ${show(value)}`, origin };
      }
      if (role === "frozen") yield { message: `${name} is frozen but updated`, origin };
      if (role === "state") yield { message: `${name} is set between epochs but updated`, origin };
    }
    for (const name of repeated(program.updates.map((update) => update.variable.name))) {
      yield { message: `${name} is updated twice in one step` };
    }
  },

  *declared_feeds({ nodes, program }) {
    for (const name of repeated(program.feeds.map((feed) => feed.name))) {
      yield { message: `two feeds are called ${name}` };
    }
    for (const node of nodes) {
      if (node.primitive !== "feed") continue;
      const name = node.attributes.name as string;
      const type = node.outputs[0]!;
      const declared = program.feeds.find((feed) => feed.name === name);
      if (declared === undefined) {
        yield { message: `the graph needs ${name}, which is not among the feeds`, origin: node.origin };
      } else if (!sameType(declared, type)) {
        yield {
          message: `${name} is fed as ${show(declared)} but used as ${show(type)}`,
          origin: node.origin,
        };
      }
    }
  },

  // Where nothing comes out, nothing is computed: updates hang on a result.
  *some_result({ program }) {
    if (Object.keys(program.results).length === 0) yield { message: `${program.name} has no results` };
  },

  // Two draws from one stream are the same numbers.
  *separate_streams({ nodes }) {
    const streams = nodes
      .filter((node) => node.primitive === "random_uniform")
      .map(({ attributes }) => attributes.stream as string);
    for (const stream of repeated(streams)) yield { message: `two draws come from the stream ${stream}` };
  },

  *moved_weights({ program, variables, trains }) {
    if (!trains) return;
    const moved = new Set(program.updates.map((update) => update.variable));
    for (const variable of variables) {
      if (variable.role !== "weight" || moved.has(variable)) continue;
      yield {
        message: `${variable.name} is a weight, but training does not move it`,
        origin: variable.origin,
      };
    }
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof rules;

/** How the types of a node's results differ from what its primitive gives. */
function mistyped(declared: object, { inputs, attributes, outputs }: Node): string | undefined {
  try {
    const types = (declared as Primitive<object>).type(inputs, attributes);
    const same = types.length === outputs.length && types.every((type, i) => sameType(type, outputs[i]!));
    return same ? undefined : `gives ${types.map(show).join(", ")}, not ${outputs.map(show).join(", ")}`;
  } catch (error) {
    if (error instanceof ShapeError) return `is not defined for its inputs: ${error.message}`;
    throw error;
  }
}
