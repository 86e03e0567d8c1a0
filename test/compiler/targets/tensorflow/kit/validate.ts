import { DATA_TYPES } from "../../../../../compiler/targets/tensorflow/dtypes.ts";
import { OPS } from "../../../../../compiler/targets/tensorflow/ops.generated.ts";
import type {
  AttrProto,
  MetaGraphProto,
  NodeProto,
} from "../../../../../compiler/targets/tensorflow/proto.ts";

/** The field of an attribute's message that holds a value of the declared type. */
const FIELDS: Readonly<Record<string, string>> = {
  bool: "b",
  int: "i",
  float: "f",
  string: "s",
  type: "type",
  shape: "shape",
  tensor: "tensor",
  "list(int)": "list",
  "list(string)": "list",
};

const NAME = /^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$/;

interface Declared {
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly attrs: Readonly<Record<string, { type: string; default?: unknown; allowed?: readonly string[] }>>;
}

/**
 * What is wrong with a graph by TensorFlow's rules, read from the file alone: operations and attributes that are
 * not in the registry's table, types that do not meet, inputs that are missing or not there yet, names.
 */
export function faultsOf({ graphDef, signatureDef }: MetaGraphProto): string[] {
  const faults: string[] = [];
  const results = new Map<string, readonly string[]>();
  for (const node of graphDef.node) {
    const say = (fault: string): void => void faults.push(`${node.name}: ${node.op} ${fault}`);
    if (!NAME.test(node.name)) say("has an illegal name");
    if (results.has(node.name)) say("has a name twice");
    const declared = (OPS as Readonly<Record<string, Declared>>)[node.op];
    if (declared === undefined) {
      say("is unknown");
      continue;
    }
    checkAttributes(node, declared, say);
    checkInputs(node, declared, results, say);
    results.set(
      node.name,
      Object.values(declared.outputs).flatMap((spec) => spread(spec, node)),
    );
  }
  for (const [name, { inputs, outputs }] of Object.entries(signatureDef)) {
    for (const { name: tensor, dtype } of [...Object.values(inputs), ...Object.values(outputs)]) {
      const [node, index] = tensor.split(":");
      if (results.get(node!)?.[Number(index)] !== typeName(dtype))
        faults.push(`${name}: ${tensor} is not there`);
    }
    if (Object.keys(outputs).length === 0) faults.push(`${name} gives nothing`);
  }
  return faults;
}

function checkAttributes(node: NodeProto, { attrs }: Declared, say: (fault: string) => void): void {
  for (const [key, attr] of Object.entries(node.attr)) {
    const spec = attrs[key];
    if (spec === undefined) say(`has an unknown attribute ${key}`);
    else if (FIELDS[spec.type] !== Object.keys(attr)[0]) say(`has ${Object.keys(attr)[0]} as ${key}`);
    else if (spec.allowed !== undefined && !spec.allowed.includes(text(attr)))
      say(`has ${text(attr)} as ${key}`);
  }
  for (const key of Object.keys(attrs)) if (!(key in node.attr)) say(`lacks ${key}`);
}

function checkInputs(
  node: NodeProto,
  { inputs }: Declared,
  results: ReadonlyMap<string, readonly string[]>,
  say: (fault: string) => void,
): void {
  const data = node.input.filter((input) => !input.startsWith("^"));
  const control = node.input.filter((input) => input.startsWith("^"));
  if (node.input.slice(0, data.length).join() !== data.join()) say("has control inputs before others");
  for (const input of control)
    if (!results.has(input.slice(1))) say(`runs after ${input}, which is not there`);
  const found = data.map((input) => {
    const [name, index = "0"] = input.split(":");
    return results.get(name!)?.[Number(index)];
  });
  const wanted = Object.values(inputs).flatMap((spec) => spread(spec, node));
  if (found.join() !== wanted.join()) say(`takes (${wanted}), not (${found})`);
}

/** The types of elements that an argument stands for. */
function spread(spec: string, { attr }: NodeProto): string[] {
  const [first, second] = spec.split("*");
  if (second !== undefined) {
    const count = attr[first!];
    return Array.from({ length: count !== undefined && "i" in count ? count.i : 0 }, () =>
      typeOf(second, attr),
    );
  }
  return [typeOf(first!, attr)];
}

function typeOf(name: string, attr: NodeProto["attr"]): string {
  const found = attr[name];
  return found !== undefined && "type" in found ? typeName(found.type) : name;
}

function text(attr: AttrProto): string {
  if ("s" in attr) return new TextDecoder().decode(attr.s);
  return "type" in attr ? typeName(attr.type) : String(Object.values(attr)[0]);
}

function typeName(code: number): string {
  return Object.entries(DATA_TYPES).find(([, number]) => number === code)?.[0] ?? `type ${code}`;
}
