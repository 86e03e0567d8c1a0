import { isTfDtype, type TfDtype } from "./dtypes.ts";
import type { Attribute, TensorValue, Value } from "./node.ts";
import { OPS } from "./ops.generated.ts";

export type OpName = keyof typeof OPS;

interface ValueByType {
  readonly bool: boolean;
  readonly int: number;
  readonly float: number;
  readonly string: string;
  readonly type: TfDtype;
  readonly shape: readonly number[];
  readonly tensor: TensorValue;
  readonly "list(int)": readonly number[];
  readonly "list(string)": readonly string[];
}

type AttrsOf<O extends OpName> = (typeof OPS)[O]["attrs"];
type ValueOf<A> = A extends { readonly type: infer T extends keyof ValueByType } ? ValueByType[T] : never;
/** Attributes that inputs decide, or that have a default. */
type OptionalAttr<A> = A extends { readonly default: unknown } | { readonly type: "type" } ? true : false;

/** The attributes of an operation that a caller gives; types of elements follow from inputs where they can. */
export type GivenAttributes<O extends OpName> = {
  readonly [K in keyof AttrsOf<O> as OptionalAttr<AttrsOf<O>[K]> extends true ? never : K]: ValueOf<
    AttrsOf<O>[K]
  >;
} & {
  readonly [K in keyof AttrsOf<O> as OptionalAttr<AttrsOf<O>[K]> extends true ? K : never]?: ValueOf<
    AttrsOf<O>[K]
  >;
};

interface Declaration {
  /** Argument → a type of elements, an attribute that holds one, or `N*T` for a list of N of them. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly attrs: Readonly<Record<string, AttrDeclaration>>;
}

interface AttrDeclaration {
  readonly type: string;
  readonly default?: unknown;
  readonly allowed?: readonly string[];
}

/** What TensorFlow's registry says of an operation. */
export function declarationOf(op: OpName): Declaration {
  return OPS[op];
}

/** An application of an operation with every attribute in place. */
export interface Application {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly results: readonly TfDtype[];
}

/**
 * Fills in the attributes that follow from inputs and defaults, and holds the application against the registry.
 *
 * Throws an `Error` where TensorFlow would refuse it, which is always a mistake of the compiler.
 */
export function applyOperation(
  op: OpName,
  inputs: readonly Value[],
  given: Readonly<Record<string, unknown>>,
): Application {
  const declared = declarationOf(op);
  const refuse = (why: string): never => {
    throw new Error(`TensorFlow's ${op} ${why}.`);
  };
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!(name in declared.attrs)) refuse(`has no attribute ${name}`);
    if (value !== undefined) values[name] = value;
  }
  const settle = (name: string, value: unknown): void => {
    values[name] ??= value;
    if (values[name] !== value)
      refuse(`has ${String(values[name])} as its ${name}, but is given ${String(value)}`);
  };

  let taken = 0;
  for (const [argument, spec] of Object.entries(declared.inputs)) {
    const [count, type] = splitSpec(spec);
    const among = inputs.slice(taken);
    const many = count === undefined ? 1 : among.length - restOf(declared.inputs, argument);
    if (count !== undefined) settle(count, many);
    for (const input of among.slice(0, many)) {
      if (isTfDtype(type) && !(type in declared.attrs)) {
        if (input.dtype !== type) refuse(`takes ${type} as ${argument}, not ${input.dtype}`);
      } else settle(type, input.dtype);
    }
    taken += many;
  }
  if (taken !== inputs.length) refuse(`takes ${taken} inputs, not ${inputs.length}`);

  const attributes: Record<string, Attribute> = {};
  for (const [name, attr] of Object.entries(declared.attrs)) {
    const value = values[name] ?? attr.default;
    if (value === undefined) refuse(`needs the attribute ${name}`);
    if (attr.allowed !== undefined && !attr.allowed.includes(String(value))) {
      refuse(`allows ${attr.allowed.join(", ")} as ${name}, not ${String(value)}`);
    }
    const made = { type: attr.type, value };
    if (!isAttribute(made)) return refuse(`takes ${attr.type} as ${name}, not ${String(value)}`);
    attributes[name] = made;
  }

  const results = Object.values(declared.outputs).flatMap((spec) => {
    const [count, type] = splitSpec(spec);
    const dtype = type in declared.attrs ? attributes[type]!.value : type;
    if (typeof dtype !== "string" || !isTfDtype(dtype))
      return refuse(`gives ${String(dtype)}, which is no type`);
    return Array.from({ length: count === undefined ? 1 : Number(attributes[count]!.value) }, () => dtype);
  });
  return { attributes, results };
}

function splitSpec(spec: string): [count: string | undefined, type: string] {
  const [first, second] = spec.split("*");
  return second === undefined ? [undefined, first!] : [first, second];
}

/** How many inputs stand behind a list among the arguments; no operation has two lists. */
function restOf(inputs: Declaration["inputs"], argument: string): number {
  const names = Object.keys(inputs);
  return names.length - names.indexOf(argument) - 1;
}

const isWhole = (value: unknown): value is number => Number.isInteger(value);

const CHECKS: { readonly [T in Attribute["type"]]: (value: unknown) => boolean } = {
  bool: (value) => typeof value === "boolean",
  int: isWhole,
  float: (value) => typeof value === "number",
  string: (value) => typeof value === "string",
  type: (value) => typeof value === "string" && isTfDtype(value),
  shape: (value) => Array.isArray(value) && value.every((size) => isWhole(size) && size >= -1),
  tensor: (value) => typeof value === "object" && value !== null && "values" in value,
  "list(int)": (value) => Array.isArray(value) && value.every(isWhole),
  "list(string)": (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

/** Whether an attribute holds what its type says. */
function isAttribute(made: { readonly type: string; readonly value: unknown }): made is Attribute {
  const check = Object.entries(CHECKS).find(([type]) => type === made.type)?.[1];
  return check?.(made.value) ?? false;
}
