import { type Builder, createBuilder } from "./builder.ts";
import type { Program } from "./graph.ts";
import { createOps, type Ops } from "./ops.ts";
import type { Primitive } from "./primitive.ts";
import { type AttributesOf, type PrimitiveName, primitives } from "./primitives/index.ts";
import { rebuild } from "./rebuild.ts";
import { computeBeforeStretching } from "./simplify/broadcast.ts";
import { elementwiseRules } from "./simplify/elementwise.ts";
import { fold } from "./simplify/fold.ts";
import type { SimplificationRule, SimplificationRules } from "./simplify/rule.ts";
import { shapeRules } from "./simplify/shape.ts";
import type { Tensor } from "./tensor.ts";

const rules: SimplificationRules = { ...elementwiseRules, ...shapeRules };
const { stop_gradient: _, ...differentiable } = rules;

interface SimplifyOptions {
  /** Whether gradients will be taken of the simplified program: they still stop where they were to stop. */
  readonly gradients?: boolean;
}

/**
 * A program with fewer nodes that gives the same results up to rounding: constants are computed, arithmetic that
 * changes nothing is left out, and so is what nothing uses. Unless it is said that gradients will be taken, they no
 * longer stop where they were to stop. Feeds that are no longer needed stay part of the program's signature.
 */
export function simplify(program: Program, { gradients = false }: SimplifyOptions = {}): Program {
  return rebuild(program, simplifying(createBuilder(), gradients ? differentiable : rules));
}

/** A builder that makes the simplest node it knows for every application, and so simplifies from the inputs up. */
function simplifying(builder: Builder, rules: SimplificationRules): Builder {
  const simple: Builder = {
    within: builder.within,
    get origin() {
      return builder.origin;
    },
    apply: (name, inputs, attributes) => {
      const simpler = simplest(g, rules, name, inputs, attributes);
      return simpler === undefined ? builder.apply(name, inputs, attributes) : [simpler];
    },
  };
  const g = createOps(simple);
  return simple;
}

function simplest<N extends PrimitiveName>(
  g: Ops,
  rules: SimplificationRules,
  name: N,
  inputs: readonly Tensor[],
  attributes: AttributesOf<N>,
): Tensor | undefined {
  if (inputs.length === 0) return undefined;
  const types = (primitives[name] as Primitive<object>).type(inputs, attributes);
  const [type] = types;
  if (type === undefined || types.length > 1) return undefined;
  const rule = rules[name] as SimplificationRule<N> | undefined;
  const [a, b, c] = inputs as readonly [Tensor, Tensor, Tensor];
  return (
    rule?.({ g, attributes, a, b, c, inputs, shape: type.shape }) ??
    fold(g, name, inputs, type) ??
    computeBeforeStretching(g, name, inputs, attributes, type.shape)
  );
}
