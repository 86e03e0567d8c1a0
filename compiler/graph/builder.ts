import type { Origin } from "./origin.ts";
import type { Primitive } from "./primitive.ts";
import { type AttributesOf, type PrimitiveName, primitives } from "./primitives/index.ts";
import type { Node, Tensor } from "./tensor.ts";

/** Makes nodes. Equal applications give the same node, so common parts are computed once. */
export interface Builder {
  /** Applies a primitive and returns all of its results. Throws a `ShapeError` for inputs it is not defined for. */
  apply<N extends PrimitiveName>(
    name: N,
    inputs: readonly Tensor[],
    attributes: AttributesOf<N>,
  ): readonly Tensor[];
  /** Everything that `build` makes is said to come from `origin`. */
  within<T>(origin: Origin, build: () => T): T;
  /** Where new nodes are said to come from now. */
  readonly origin: Origin;
}

export function createBuilder(): Builder {
  const known = new Map<string, Node>();
  let count = 0;
  let origin: Origin = { path: "model" };

  return {
    get origin() {
      return origin;
    },
    within(inner, build) {
      const outer = origin;
      origin = inner;
      try {
        return build();
      } finally {
        origin = outer;
      }
    },
    apply(name, inputs, attributes) {
      const key = `${name}(${inputs.map((t) => `${t.node.id}:${t.output}`).join()})${attributesKey(attributes)}`;
      const same = known.get(key);
      if (same !== undefined) return same.outputs;
      const declaration: Primitive<object> = primitives[name] as Primitive<object>;
      const types = declaration.type(inputs, attributes);
      const outputs: Tensor[] = [];
      const node: Node = {
        id: count++,
        primitive: name,
        inputs,
        attributes: attributes as Readonly<Record<string, unknown>>,
        outputs,
        origin,
      };
      for (const [output, type] of types.entries()) outputs.push({ ...type, node, output });
      known.set(key, node);
      return outputs;
    },
  };
}

/** Attributes as text; a variable stands for itself by its name. */
function attributesKey(attributes: object): string {
  return JSON.stringify(attributes, (key, value: unknown) => {
    if (key === "variable") return (value as { name: string }).name;
    // JSON writes infinities and NaN as null, and -0 as 0.
    return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
      ? `number ${Object.is(value, -0) ? "-0" : value}`
      : value;
  });
}
