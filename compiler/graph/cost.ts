import { type Program, programNodes, type Variable } from "./graph.ts";
import type { Origin } from "./origin.ts";
import type { Primitive } from "./primitive.ts";
import { type PrimitiveName, primitives } from "./primitives/index.ts";
import { type Dtype, elements, type Node, type Tensor, type TensorType } from "./tensor.ts";

/** What computing costs. */
export interface Amounts {
  /** Numbers in weights that the program reads, trained or frozen; running statistics and what is fitted to targets are not among them. */
  readonly parameters: number;
  /** Those of the parameters that training moves. */
  readonly trainable: number;
  /**
   * Multiply-accumulates for one row, in matrix products and convolutions. What does not grow with the batch, such as
   * a product of weights, is counted in full.
   */
  readonly macs: number;
}

/** What the author's words at one place cost. */
export interface CostPart extends Amounts {
  readonly origin: Origin;
  /** Bytes of all that is computed there for one row. */
  readonly activationBytes: number;
}

export interface Cost {
  readonly total: Amounts;
  /**
   * The most memory that one row takes at any time, in bytes, when nodes are computed in their order: every tensor
   * that grows with the batch is held from when it is made (a feed: from the start) until its last use (a result: to
   * the end), operands and results of a node side by side. A reshape and a stop_gradient share their operand's memory.
   * Parameters and what else does not grow with the batch are left out.
   */
  readonly peakActivationBytes: number;
  /** One for every origin, in the order in which the program first comes to it. */
  readonly parts: readonly CostPart[];
}

/**
 * What a program costs, counted from the graph.
 *
 * @param keyOf what tells parts apart: the operators, or their uses as well
 */
export function costOf(program: Program, keyOf = ({ path }: Origin): string => path): Cost {
  const nodes = programNodes(program);
  const parts = new Map<string, CostPart>();
  const add = (origin: Origin, amounts: Partial<CostPart>) => {
    const { parameters = 0, trainable = 0, macs = 0, activationBytes = 0 } = amounts;
    const key = keyOf(origin);
    const part = parts.get(key) ?? {
      origin,
      parameters: 0,
      trainable: 0,
      macs: 0,
      activationBytes: 0,
    };
    parts.set(key, {
      origin: part.origin,
      parameters: part.parameters + parameters,
      trainable: part.trainable + trainable,
      macs: part.macs + macs,
      activationBytes: part.activationBytes + activationBytes,
    });
  };

  const counted = new Set<Variable>();
  for (const node of nodes) {
    if (node.primitive === "read") {
      const { variable } = node.attributes as { readonly variable: Variable };
      const isParameter =
        variable.role === "weight" || (variable.role === "frozen" && variable.fitted === undefined);
      if (counted.has(variable) || !isParameter) continue;
      counted.add(variable);
      const parameters = elements(variable.shape).fixed;
      add(variable.origin, { parameters, trainable: variable.role === "weight" ? parameters : 0 });
    } else {
      const activationBytes = owned(node).reduce((bytes, output) => bytes + bytesPerRow(output), 0);
      add(node.origin, { macs: macsOf(node), activationBytes });
    }
  }
  const all = [...parts.values()];
  const sum = (of: (part: CostPart) => number) => all.reduce((total, part) => total + of(part), 0);
  return {
    total: {
      parameters: sum((part) => part.parameters),
      trainable: sum((part) => part.trainable),
      macs: sum((part) => part.macs),
    },
    peakActivationBytes: peakBytes(program, nodes),
    parts: all,
  };
}

function macsOf(node: Node): number {
  const declaration = primitives[node.primitive as PrimitiveName] as Primitive<object>;
  return declaration.macs?.(node.inputs, node.outputs, node.attributes) ?? 0;
}

const BYTES: Readonly<Record<Dtype, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1 };

function bytesPerRow({ shape, dtype }: TensorType): number {
  const { fixed, perRow } = elements(shape);
  return perRow ? fixed * BYTES[dtype] : 0;
}

/** Primitives whose result is their operand under another type. */
const VIEWS: ReadonlySet<string> = new Set<PrimitiveName>(["reshape", "stop_gradient"]);

/** The results of a node that take memory of their own. */
const owned = (node: Node): readonly Tensor[] => (VIEWS.has(node.primitive) ? [] : node.outputs);

/** The tensor in whose memory another lies. */
function holder(tensor: Tensor): Tensor {
  let at = tensor;
  while (VIEWS.has(at.node.primitive)) at = at.node.inputs[0]!;
  return at;
}

function peakBytes(program: Program, nodes: readonly Node[]): number {
  const lastUse = new Map<Tensor, number>();
  for (const [time, node] of nodes.entries()) {
    for (const input of node.inputs) lastUse.set(holder(input), time);
  }
  for (const result of Object.values(program.results)) lastUse.set(holder(result), nodes.length);
  for (const { value } of program.updates) lastUse.set(holder(value), nodes.length);

  // What each time step brings, and what is let go after it.
  const made = nodes.map(() => 0);
  const freed = nodes.map(() => 0);
  for (const [time, node] of nodes.entries()) {
    for (const output of owned(node)) {
      const bytes = bytesPerRow(output);
      made[node.primitive === "feed" ? 0 : time]! += bytes;
      const last = lastUse.get(output) ?? time;
      if (last < nodes.length) freed[last]! += bytes;
    }
  }
  let live = 0;
  let peak = 0;
  for (const time of nodes.keys()) {
    live += made[time]!;
    peak = Math.max(peak, live);
    live -= freed[time]!;
  }
  return peak;
}
