import type { DataPlan, Transform } from "../../plan/data-plan.ts";
import type { InputSpec, OutputSpec } from "../../plan/interface.ts";
import { objectOf } from "./objects.ts";
import { literal } from "./words.ts";

/** How an input or an output stands in the generated module: its type, and how it is made by a support file. */
interface Described {
  readonly type: string;
  readonly make: string;
  /** What is imported of each support file. */
  readonly uses: Readonly<Record<string, readonly string[]>>;
}

const numbersOf = (numbers: unknown): string => `[${(numbers as readonly number[]).join(", ")}]`;

function lengthOf({ name, lengths }: InputSpec): string {
  const [length] = Object.values(lengths);
  if (length === undefined) throw new Error(`${name} has no ragged axis`);
  return literal(length);
}

function asNumbers(input: InputSpec): Described {
  const [part] = input.parts;
  const isRagged = Object.keys(input.lengths).length > 0;
  const options = objectOf({
    name: literal(part!.feed),
    shape: numbersOf(part!.shape),
    bytes: String(part!.dtype === "uint8"),
    length: isRagged ? lengthOf(input) : undefined,
  });
  return {
    uses: { "inputs/numbers.ts": ["type Numbers", "numbers"] },
    type: "Numbers",
    make: `numbers(${options})`,
  };
}

/** By modality. */
const INPUTS: Readonly<Record<string, (input: InputSpec, data: DataPlan | undefined) => Described>> = {
  text(input, data) {
    const transforms = transformsOf(input, data);
    const options = objectOf({
      name: literal(input.parts[0]!.feed),
      length: lengthOf(input),
      words: String(input.settings.words),
      vocabulary: String(input.settings.vocabulary),
      transforms: `[${transforms.map(({ kind }) => literal(kind)).join(", ")}]`,
    });
    return { uses: { "inputs/text.ts": ["text"] }, type: "string", make: `text(${options})` };
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
    const options = objectOf({
      name: literal(input.name),
      numbers: String(input.settings.numbers),
      numbersName: literal(feeds[0]!),
      categories: numbersOf(input.settings.categories),
      categoriesName: literal(feeds.at(-1)!),
    });
    return {
      uses: { "inputs/tabular.ts": ["type TableRow", "tabular"] },
      type: "TableRow",
      make: `tabular(${options})`,
    };
  },
  graph(input) {
    const [nodes, edges] = input.parts;
    const options = objectOf({
      name: literal(input.name),
      nodesName: literal(nodes!.feed),
      edgesName: literal(edges!.feed),
      length: lengthOf(input),
      nodes: String(nodes!.shape[0]),
      channels: String(nodes!.shape[1]),
      directed: String(input.settings.directed === true),
    });
    return {
      uses: { "inputs/graph.ts": ["type Graph", "graph"] },
      type: "Graph",
      make: `graph(${options})`,
    };
  },
};

const transformsOf = ({ name }: InputSpec, data: DataPlan | undefined): readonly Transform[] =>
  data?.fields.find((field) => field.name === name)?.transforms ?? [];

/** What is done to the values of an input before, by transform; those that are missing are done by the input itself. */
const AROUND: { readonly [K in Transform["kind"]]?: Around<K> } = {
  date: ({ parts }, _, input) => ({
    uses: { "inputs/date.ts": ["date"] },
    type: "string",
    make: `date(${objectOf({ name: literal(input.name), parts: `[${parts.map(literal).join(", ")}]` })})`,
  }),
  fill(transform, { uses, type, make }, { settings, parts }) {
    const numbers = typeof settings.numbers === "number" ? settings.numbers : parts[0]!.shape.at(-1)!;
    const isRow = type === "TableRow";
    return {
      uses: {
        ...(isRow && { "inputs/tabular.ts": ["tabular"] }),
        ...(!isRow && uses),
        "inputs/filled.ts": ["filled", "type Gappy"],
      },
      type: `Gappy<${isRow ? "number | string | boolean" : "number"}>`,
      make: `filled(${make}, ${numbers}, ${literal(transform.with)})`,
    };
  },
  standardise(_, { uses, type, make }, { parts, lengths }) {
    const measured = parts.filter(
      ({ dtype, type: { kind } }) => dtype === "float32" && kind.name === "signal",
    );
    if (measured.length === 0) return { uses, type, make };
    const names = `[${measured.map(({ feed }) => literal(feed)).join(", ")}]`;
    const [length] = Object.values(lengths);
    const more = length === undefined ? "" : `, ${literal(length)}`;
    return {
      uses: { ...uses, "inputs/standardised.ts": ["standardised"] },
      type,
      make: `standardised(${make}, ${names}${more})`,
    };
  },
};

type Around<K extends Transform["kind"]> = (
  transform: Extract<Transform, { kind: K }>,
  described: Described,
  input: InputSpec,
) => Described;

/** Numbers are scaled when they are there. */
const ORDER: readonly Transform["kind"][] = ["date", "fill", "standardise"];

/** Undefined for a modality whose records generated code cannot read. */
export function describeInput(input: InputSpec, data: DataPlan | undefined): Described | undefined {
  if (!Object.hasOwn(INPUTS, input.modality)) return undefined;
  const transforms = transformsOf(input, data);
  return ORDER.reduce(
    (described, kind) => {
      const transform = transforms.find((one) => one.kind === kind);
      const around = AROUND[kind] as Around<Transform["kind"]> | undefined;
      return transform && around ? around(transform, described, input) : described;
    },
    INPUTS[input.modality]!(input, data),
  );
}

/** An output, with the type of its targets. `labels` are the type and the constant of its category. */
export function describeOutput(
  output: OutputSpec,
  labels: { readonly type: string; readonly constant: string } | undefined,
): Described & { readonly target: string } {
  const { kind } = output;
  const decision = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Decision`;
  const uses = { [`outputs/${kind}.ts`]: [`type ${decision}`, kind] };
  if (kind === "number") return { uses, type: decision, make: "number()", target: "number" };
  if (kind === "vector") {
    return { uses, type: decision, make: `vector(${output.size})`, target: "readonly number[]" };
  }
  const { type, constant } = labels!;
  const isOne = kind === "category" || kind === "ordered";
  const more = kind === "sequence" ? `, ${output.length}` : "";
  return {
    uses,
    type: `${decision}<${type}>`,
    make: `${kind}(${constant}${more})`,
    target: isOne ? type : `readonly ${type}[]`,
  };
}
