import type { Applied } from "../../graph/primitives/index.ts";
import type { optimise } from "../../graph/primitives/optimise.ts";
import type { Node, Tensor } from "../../graph/tensor.ts";
import type { Emit } from "./emit.ts";
import type { Added, GraphWriter } from "./graph-writer.ts";
import type { InPlace } from "./in-place.ts";

import type { Value } from "./node.ts";

/** What an optimizer's step in place is written with. */
export interface StepContext {
  readonly emit: Emit;
  readonly writer: GraphWriter;
  /** Name of the nodes that write, without the operation. */
  readonly scope: string;
  /** Handles of the variables that the step moves. */
  readonly handles: readonly Value[];
  /** The nodes that must have run before anything is written. */
  readonly after: readonly string[];
}

type StepName = keyof typeof optimise;

interface Step<N extends StepName> {
  /** The tensors whose values the step takes, beside those of the variables that it moves. */
  readonly takes: (node: Applied<N>) => readonly Tensor[];
  /** Adds the nodes; the one returned runs last. */
  readonly write: (context: StepContext, node: Applied<N>) => Added;
}

const isZero = ({ node }: Tensor): boolean =>
  node.primitive === "constant" && (node.attributes.value as readonly number[]).every((value) => value === 0);

/** Steps of optimizers as TensorFlow does them in place; both operations compute what `decompose.ts` says. */
const STEPS: { readonly [N in StepName]: Step<N> } = {
  /** ResourceApplyAdam takes powers of the betas, and knows no decay: that is taken off the weight before. */
  adam_update: {
    takes({ inputs: [weight, , , gradient, rate, decay, step] }) {
      return [gradient!, rate!, step!, ...(isZero(decay!) ? [] : [decay!, weight!])];
    },
    write({ emit, writer, scope, handles, after }, { inputs, attributes }) {
      const [weight, , , gradient, rate, decay, step] = inputs;
      const { beta1, beta2, epsilon } = attributes;
      const scalar = (value: number) => emit.scalar(value, "float32");
      const lr = emit.value(rate!);
      const before = [...after];
      if (!isZero(decay!)) {
        const share = emit.op("Mul", [lr, emit.value(decay!)]);
        const loss = emit.op("Mul", [emit.value(weight!), share]);
        before.push(
          writer.add(`${scope}/AssignSubVariableOp`, "AssignSubVariableOp", [handles[0]!, loss], {}, after)
            .node,
        );
      }
      const powers = [beta1, beta2].map((beta) => emit.op("Pow", [scalar(beta), emit.value(step!)]));
      return writer.add(
        `${scope}/ResourceApplyAdam`,
        "ResourceApplyAdam",
        [...handles, ...powers, lr, scalar(beta1), scalar(beta2), scalar(epsilon), emit.value(gradient!)],
        { use_locking: false, use_nesterov: false },
        before,
      );
    },
  },

  momentum_update: {
    takes: ({ inputs: [, , gradient, rate] }) => [gradient!, rate!],
    write({ emit, writer, scope, handles, after }, { inputs, attributes }) {
      const [, , gradient, rate] = inputs;
      const { momentum, nesterov } = attributes;
      return writer.add(
        `${scope}/ResourceApplyKerasMomentum`,
        "ResourceApplyKerasMomentum",
        [...handles, emit.value(rate!), emit.value(gradient!), emit.scalar(momentum, "float32")],
        { use_locking: false, use_nesterov: nesterov },
        after,
      );
    },
  },
};

/** A step of any optimizer, for the node that it was found by. */
function stepOf<N extends StepName>(node: Node): { step: Step<N>; applied: Applied<N> } {
  return { step: STEPS[node.primitive as N], applied: node as Applied<N> };
}

/** The tensors that a step in place needs the values of. */
export function stepTakes({ node }: InPlace): readonly Tensor[] {
  const { step, applied } = stepOf(node);
  return step.takes(applied);
}

/** Writes a step in place; gives the node that runs last. */
export function writeStep(context: StepContext, { node }: InPlace): string {
  const { step, applied } = stepOf(node);
  return step.write(context, applied).node;
}
