import { DATA_TYPES } from "../../../../../compiler/targets/tensorflow/dtypes.ts";
import { declarationOf, type OpName } from "../../../../../compiler/targets/tensorflow/operation.ts";
import type {
  AttrProto,
  MetaGraphProto,
  NodeProto,
  ShapeProto,
  TensorInfoProto,
  TensorProto,
} from "../../../../../compiler/targets/tensorflow/proto.ts";

/** A graph as text: `node = Op(inputs) {attributes}`, then the signatures. Attributes at their default are left out. */
export function showGraph({ graphDef, signatureDef }: MetaGraphProto): string {
  const signatures = Object.entries(signatureDef).map(([name, { inputs, outputs }]) =>
    [
      `${name}:`,
      ...Object.entries(inputs).map(showInfo("<-")),
      ...Object.entries(outputs).map(showInfo("->")),
    ].join("\n"),
  );
  return `${graphDef.node.map(showNode).join("\n")}\n\n${signatures.join("\n")}\n`;
}

const showInfo =
  (arrow: string) =>
  ([name, { name: tensor, dtype, tensorShape }]: [string, TensorInfoProto]) =>
    `  ${name} ${arrow} ${tensor} ${showType(dtype)}${showShape(tensorShape)}`;

function showNode({ name, op, input, attr }: NodeProto): string {
  const declared = declarationOf(op as OpName).attrs;
  const shown = Object.entries(attr)
    .filter(([key]) => declared[key]?.type !== "type" || !inferred(op, key))
    .map(([key, value]) => [key, showAttr(value), declared[key]?.default] as const)
    .filter(([, text, usual]) => text !== JSON.stringify(usual) && text !== usual)
    .map(([key, text]) => `${key}: ${text}`);
  const attributes = shown.length === 0 ? "" : ` {${shown.join(", ")}}`;
  return `${name} = ${op}(${input.join(", ")})${attributes}`;
}

/** Whether a type of elements is that of an input. */
function inferred(op: string, key: string): boolean {
  const inputs = Object.values(declarationOf(op as OpName).inputs);
  return inputs.some((spec) => spec === key || spec.endsWith(`*${key}`));
}

function showAttr(attr: AttrProto): string {
  if ("list" in attr) return JSON.stringify("i" in attr.list ? attr.list.i : attr.list.s);
  if ("s" in attr) return JSON.stringify(new TextDecoder().decode(attr.s));
  if ("type" in attr) return showType(attr.type);
  if ("shape" in attr) return showShape(attr.shape);
  if ("tensor" in attr) return showTensor(attr.tensor);
  return String(Object.values(attr)[0]);
}

function showTensor({ dtype, tensorShape, tensorContent, ...lists }: TensorProto): string {
  const values = lists.floatVal ?? lists.doubleVal ?? lists.intVal ?? lists.boolVal ?? [];
  const content = (tensorContent?.length ?? 0) > 0 ? `${tensorContent!.length} bytes` : values.join(" ");
  return `${showType(dtype)}${showShape(tensorShape)} ${content}`.trim();
}

function showType(code: number): string {
  return Object.entries(DATA_TYPES).find(([, number]) => number === code)?.[0] ?? `type ${code}`;
}

const showShape = ({ dim }: ShapeProto): string => `[${dim.map(({ size }) => size).join(",")}]`;
