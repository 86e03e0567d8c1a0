import { DATA_TYPES } from "./dtypes.ts";
import type { Attribute, NodeDef } from "./node.ts";
import type { AttrProto, NodeProto } from "./proto.ts";
import { shapeProto, tensorProto } from "./tensor-proto.ts";

const utf8 = new TextEncoder();

/** A node as a message, its attributes in alphabetical order. */
export function nodeProto({ name, op, inputs, attributes }: NodeDef): NodeProto {
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  const attr = Object.fromEntries(sorted.map(([key, attribute]) => [key, attrProto(attribute)]));
  return { name, op, input: inputs, attr };
}

function attrProto(attribute: Attribute): AttrProto {
  switch (attribute.type) {
    case "bool":
      return { b: attribute.value };
    case "int":
      return { i: attribute.value };
    case "float":
      return { f: attribute.value };
    case "string":
      return { s: utf8.encode(attribute.value) };
    case "type":
      return { type: DATA_TYPES[attribute.value] };
    case "shape":
      return { shape: shapeProto(attribute.value) };
    case "tensor":
      return { tensor: tensorProto(attribute.value) };
    case "list(int)":
      return { list: { i: attribute.value } };
    case "list(string)":
      return { list: { s: attribute.value.map((text) => utf8.encode(text)) } };
  }
}
