import type { DeclaredWeight } from "../check/values.ts";
import type { Ops } from "../graph/ops.ts";
import { BATCH } from "../graph/tensor.ts";
import { axisNamed, type ValueType } from "../types/value-type.ts";
import type { Lowered } from "./context.ts";
import type { Variables } from "./variables.ts";

/** A declared weight as a value of that type: repeated for every record, and along the axes that it was not declared with. */
export function lowerWeight(
  g: Ops,
  variables: Variables,
  { path, span, axes, initialiser }: DeclaredWeight,
  type: ValueType,
  application?: number,
): Lowered {
  return g.within({ path, span, ...(application === undefined ? {} : { application }) }, () => {
    const shape = axes.map((axis) => axis.size as number);
    const origin = { path, span };
    const weight = g.read(
      variables.get({ name: path, role: "weight", shape, dtype: "float32", initialiser, origin }),
    );
    const own = type.axes.filter((axis) => axisNamed({ axes }, axis.name) !== undefined);
    const ordered = g.transpose(
      weight,
      own.map((axis) => axes.findIndex(({ name }) => name === axis.name)),
    );
    const sizes = type.axes.map((axis) => axis.size as number);
    const places = sizes.map((size, i) => (own.includes(type.axes[i]!) ? size : 1));
    const tensor = g.broadcastTo(g.reshape(ordered, [1, ...places]), [BATCH, ...sizes]);
    return { type, tensor, ...(own.length === type.axes.length ? { fixed: ordered } : {}) };
  });
}
