import { gradients } from "./gradients/index.ts";
import { type Applied, GradientError, type GradientRules } from "./gradients/rule.ts";
import { nodesOf } from "./graph.ts";
import type { Ops } from "./ops.ts";
import type { PrimitiveName } from "./primitives/index.ts";
import { type Node, showShape, type Tensor } from "./tensor.ts";

/**
 * Gradients of a loss, by reverse accumulation: from the loss back, every node hands the gradient of its results on to
 * its inputs. New nodes come from where the node comes from whose gradient they are, under `…/gradient`.
 *
 * @param loss a float32 scalar
 * @param wrt float32 tensors that the loss is computed from
 * @param rules how each primitive hands gradients on
 * @returns for each of `wrt` a tensor of its shape; zeros where the loss does not depend on it
 * @throws GradientError where the loss is no float32 scalar, or depends on `wrt` through what has no rule
 */
export function gradientsOf(
  g: Ops,
  loss: Tensor,
  wrt: readonly Tensor[],
  rules: GradientRules<PrimitiveName> = gradients,
): Tensor[] {
  if (loss.dtype !== "float32" || loss.shape.length > 0) {
    throw new GradientError(`a loss is a float32 scalar; found ${loss.dtype}${showShape(loss.shape)}`);
  }
  const nodes = nodesOf([loss]);
  const onTheWay = dependants(nodes, wrt);
  const found = new Map<Tensor, Tensor>([[loss, g.scalar(1)]]);

  for (const node of nodes.reverse()) {
    const rule = rules[node.primitive as PrimitiveName];
    const dys = node.outputs.map((output) => found.get(output));
    if (rule === "none" || !onTheWay.has(node) || dys.every((dy) => dy === undefined)) continue;
    g.within({ ...node.origin, path: gradientPath(node.origin.path) }, () => {
      const apply = rule as (applied: Applied<PrimitiveName>) => readonly (Tensor | undefined)[];
      const handed = apply(applied(g, node, dys));
      for (const [i, input] of node.inputs.entries()) {
        const part = handed[i];
        if (part === undefined || input.dtype !== "float32") continue;
        if (!wrt.includes(input) && !onTheWay.has(input.node)) continue;
        const before = found.get(input);
        found.set(input, before === undefined ? part : g.add(before, part));
      }
    });
  }
  return wrt.map((tensor) => found.get(tensor) ?? g.fill(0, tensor.shape));
}

/** The nodes that use one of some tensors, directly or through others. */
function dependants(ascending: readonly Node[], tensors: readonly Tensor[]): Set<Node> {
  const wanted = new Set(tensors);
  const found = new Set<Node>();
  for (const node of ascending) {
    if (node.inputs.some((input) => wanted.has(input) || found.has(input.node))) found.add(node);
  }
  return found;
}

const gradientPath = (path: string) => (path === "" ? "gradient" : `${path}/gradient`);

function applied(g: Ops, node: Node, dys: readonly (Tensor | undefined)[]): Applied<PrimitiveName> {
  const { inputs, outputs } = node;
  return {
    g,
    attributes: node.attributes as Applied<PrimitiveName>["attributes"],
    a: inputs[0]!,
    b: inputs[1]!,
    c: inputs[2]!,
    inputs,
    y: outputs[0]!,
    dy: dys[0] ?? g.fill(0, outputs[0]!.shape),
    outputs,
    dys,
  };
}
