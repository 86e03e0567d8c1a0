import type { Chosen } from "../check/choose.ts";
import type { Input } from "../check/inputs-outputs.ts";
import { type DropName, drops } from "../drops/index.generated.ts";
import type { Ops } from "../graph/ops.ts";
import { BATCH, type Shape, type Tensor } from "../graph/tensor.ts";
import type { Lowered } from "./context.ts";

/**
 * Takes optional inputs away from the records of a step. Only their presence changes: from here on, what was dropped
 * is what a record lacks.
 *
 * @param inputs those that the pass needs
 * @param values the inputs as tensors, changed in place
 * @param mode where given, a bool scalar: only where it holds are inputs taken away
 * @param draw numbers of a stream in [0, 1), drawn anew in every step; a colon keeps its name apart from those of operators
 */
export function dropInputs(
  g: Ops,
  { name, settings }: Chosen<DropName>,
  inputs: readonly Input[],
  values: Map<number, Lowered>,
  draw: (stream: string, shape: Shape) => Tensor,
  mode?: Tensor,
): void {
  const optional = inputs.flatMap(({ spec, values: parts }) => {
    // All parts of an input that the pass needs are there together.
    const needed = parts.filter(({ id }) => values.has(id));
    const presence = needed.flatMap(({ id }) => values.get(id)!.presence ?? [])[0];
    return presence === undefined ? [] : [{ spec, needed, presence }];
  });
  if (optional.length === 0) return;
  g.within({ path: "drop" }, () => {
    const kept = drops[name].keep(
      g,
      {
        present: optional.map(({ presence }) => presence),
        others: optional.length < inputs.length,
        draw: (i) => draw(`:drop/${optional[i]!.spec.name}`, [BATCH]),
      },
      settings as never,
    );
    for (const [i, { needed }] of optional.entries()) {
      const presence = mode === undefined ? kept[i]! : g.select(mode, kept[i]!, optional[i]!.presence);
      for (const { id } of needed) values.set(id, { ...values.get(id)!, presence });
    }
  });
}
