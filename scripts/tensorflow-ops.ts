/**
 * Compares the table of TensorFlow operations with the registry of the TensorFlow that the Python interpreter named by
 * `FUSEWIRE_PYTHON` offers: `npx tsx scripts/tensorflow-ops.ts`. Exits with 1 where they disagree. With `--write`
 * it writes the table instead; operations to add are named behind it.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface Operation {
  readonly inputs: readonly (readonly [name: string, type: string])[];
  readonly outputs: readonly (readonly [name: string, type: string])[];
  readonly attrs: readonly (readonly [name: string, attr: Attribute])[];
}

interface Attribute {
  readonly type: string;
  readonly default?: unknown;
  readonly allowed?: readonly string[];
}

/**
 * Attributes that TensorFlow 2.7 did not have, found by comparison with its own definitions (`ops_history_v2` of the
 * TensorFlow repository, and the operation classes of TensorFlow for Java 0.4.1, which are generated from 2.7.1). All
 * have defaults, so that a graph without them means the same in every version.
 */
const NEWER_THAN_2_7: Readonly<Record<string, readonly string[]>> = {
  VarHandleOp: ["debug_name"],
  AssignVariableOp: ["validate_shape"],
  MatMul: ["grad_a", "grad_b"],
  BatchMatMulV2: ["grad_x", "grad_y"],
};

/** The types of elements that the compiler writes; others are left out of the lists of allowed ones. */
const DTYPES = ["float", "double", "int32", "int64", "uint8", "uint64", "bool", "string", "resource"];

const TABLE = new URL("../compiler/targets/tensorflow/ops.generated.ts", import.meta.url);

function registered(names: readonly string[]): Map<string, Operation> {
  const python = process.env.FUSEWIRE_PYTHON;
  if (python === undefined || python === "") {
    throw new Error("Set FUSEWIRE_PYTHON to a Python interpreter that can import tensorflow.");
  }
  const program = fileURLToPath(new URL("tensorflow-ops.py", import.meta.url));
  const output = execFileSync(python, [program, ...names], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const found = new Map<string, Operation>();
  for (const [name, operation] of Object.entries(JSON.parse(output) as Record<string, Operation | null>)) {
    if (operation === null) throw new Error(`This TensorFlow has no operation ${name}.`);
    found.set(name, operation);
  }
  return found;
}

/** One operation as a line of the table. */
function row(name: string, { inputs, outputs, attrs }: Operation): string {
  const newer = NEWER_THAN_2_7[name] ?? [];
  const pairs = (list: readonly (readonly [string, unknown])[]): string =>
    `{ ${list.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")} }`.replace("{  }", "{}");
  const known = attrs
    .filter(([key]) => !newer.includes(key))
    .map(([key, attr]) => [key, narrowed(attr)] as const);
  return `  ${name}: { inputs: ${pairs(inputs)}, outputs: ${pairs(outputs)}, attrs: ${pairs(known)} },`;
}

function narrowed(attribute: Attribute): Attribute {
  if (attribute.allowed === undefined || attribute.type !== "type") return attribute;
  return { ...attribute, allowed: DTYPES.filter((dtype) => attribute.allowed!.includes(dtype)) };
}

function table(names: readonly string[]): string {
  const rows = [...registered(names)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, op]) => row(name, op));
  return [
    "// Written by scripts/tensorflow-ops.ts from TensorFlow's registry of operations: do not edit.",
    "// Holds what version 2.7 had: attributes that came later are left out.",
    "export const OPS = {",
    ...rows,
    "} as const;",
    "",
  ].join("\n");
}

const { OPS } = (await import(TABLE.href).catch(() => ({ OPS: {} }))) as {
  OPS: Readonly<Record<string, unknown>>;
};
const write = process.argv.indexOf("--write");
const names = [...new Set([...Object.keys(OPS), ...(write < 0 ? [] : process.argv.slice(write + 1))])];
const fresh = table(names);
if (write >= 0) {
  writeFileSync(TABLE, fresh);
} else {
  const { readFileSync } = await import("node:fs");
  const written = readFileSync(TABLE, "utf8").split("\n");
  const stale = fresh.split("\n").filter((line) => !written.includes(line));
  for (const line of stale) console.error(`TensorFlow says: ${line.trim()}`);
  if (stale.length > 0) process.exitCode = 1;
}
