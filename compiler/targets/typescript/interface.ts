import type { DataPlan } from "../../plan/data-plan.ts";
import type { InputSpec, OutputSpec } from "../../plan/interface.ts";
import { key, literal } from "./words.ts";

/** How an input or an output stands in the generated module: its type, and how it is made by a support file. */
interface Described {
  /** The support file, and what is imported from it. */
  readonly file: string;
  readonly type: string;
  readonly imports: readonly string[];
  readonly make: string;
}

const object = (entries: Readonly<Record<string, string | undefined>>): string =>
  `{ ${Object.entries(entries)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${key(name, "object")}: ${value}`]))
    .join(", ")} }`;

const numbersOf = (numbers: unknown): string => `[${(numbers as readonly number[]).join(", ")}]`;

function lengthOf({ name, lengths }: InputSpec): string {
  const [length] = Object.values(lengths);
  if (length === undefined) throw new Error(`${name} has no ragged axis`);
  return literal(length);
}

function asNumbers(input: InputSpec): Described {
  const [part] = input.parts;
  const isRagged = Object.keys(input.lengths).length > 0;
  const options = object({
    name: literal(part!.feed),
    shape: numbersOf(part!.shape),
    bytes: String(part!.dtype === "uint8"),
    length: isRagged ? lengthOf(input) : undefined,
  });
  return {
    file: "inputs/numbers.ts",
    type: "Numbers",
    imports: ["type Numbers", "numbers"],
    make: `numbers(${options})`,
  };
}

/** By modality. */
const INPUTS: Readonly<Record<string, (input: InputSpec, data: DataPlan | undefined) => Described>> = {
  text(input, data) {
    const transforms = data?.fields.find(({ name }) => name === input.name)?.transforms ?? [];
    const options = object({
      name: literal(input.parts[0]!.feed),
      length: lengthOf(input),
      words: String(input.settings.words),
      vocabulary: String(input.settings.vocabulary),
      transforms: `[${transforms.map(({ kind }) => literal(kind)).join(", ")}]`,
    });
    return { file: "inputs/text.ts", type: "string", imports: ["text"], make: `text(${options})` };
  },
  image: asNumbers,
  vector: asNumbers,
  series: asNumbers,
  audio: asNumbers,
  video: asNumbers,
  points: asNumbers,
  volume: asNumbers,
  tabular(input) {
    const feeds = input.parts.map(({ feed }) => feed);
    const options = object({
      name: literal(input.name),
      numbers: String(input.settings.numbers),
      numbersName: literal(feeds[0]!),
      categories: numbersOf(input.settings.categories),
      categoriesName: literal(feeds.at(-1)!),
    });
    return {
      file: "inputs/tabular.ts",
      type: "TableRow",
      imports: ["type TableRow", "tabular"],
      make: `tabular(${options})`,
    };
  },
  graph(input) {
    const [nodes, edges] = input.parts;
    const options = object({
      name: literal(input.name),
      nodesName: literal(nodes!.feed),
      edgesName: literal(edges!.feed),
      length: lengthOf(input),
      nodes: String(nodes!.shape[0]),
      channels: String(nodes!.shape[1]),
      directed: String(input.settings.directed === true),
    });
    return {
      file: "inputs/graph.ts",
      type: "Graph",
      imports: ["type Graph", "graph"],
      make: `graph(${options})`,
    };
  },
};

/** Undefined for a modality whose records generated code cannot read. */
export const describeInput = (input: InputSpec, data: DataPlan | undefined): Described | undefined =>
  Object.hasOwn(INPUTS, input.modality) ? INPUTS[input.modality]!(input, data) : undefined;

/** An output, with the type of its targets. `labels` are the type and the constant of its category. */
export function describeOutput(
  output: OutputSpec,
  labels: { readonly type: string; readonly constant: string } | undefined,
): Described & { readonly target: string } {
  const { kind } = output;
  const file = `outputs/${kind}.ts`;
  const decision = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Decision`;
  const imports = [`type ${decision}`, kind];
  if (kind === "number") return { file, imports, type: decision, make: "number()", target: "number" };
  if (kind === "vector") {
    return { file, imports, type: decision, make: `vector(${output.size})`, target: "readonly number[]" };
  }
  const { type, constant } = labels!;
  const isOne = kind === "category" || kind === "ordered";
  const more = kind === "sequence" ? `, ${output.length}` : "";
  return {
    file,
    imports,
    type: `${decision}<${type}>`,
    make: `${kind}(${constant}${more})`,
    target: isOne ? type : `readonly ${type}[]`,
  };
}
