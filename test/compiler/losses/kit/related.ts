import { gradientsOf } from "../../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import { BATCH } from "../../../../compiler/graph/tensor.ts";
import { infoNce } from "../../../../compiler/losses/info_nce.ts";
import { flat, type Grid, type Row } from "../../operators/kit/arrays.ts";
import { evaluate } from "../../operators/kit/compute.ts";
import { feature } from "../../operators/kit/types.ts";

/** `info_nce` of two values of three channels row by row, and the slopes of its mean by the first. */
export function related(a: Grid, b: Grid, temperature: number, present?: Row) {
  const g = createOps(createBuilder());
  const type = feature({ channel: 3 });
  const feed = (name: string, shape: (typeof BATCH | number)[]) => g.feed({ name, shape, dtype: "float32" });
  const [x, y] = [feed("a", [BATCH, 3]), feed("b", [BATCH, 3])];
  const rows = infoNce.perRow(
    g,
    {
      values: [
        { type, tensor: x },
        { type, tensor: y },
      ],
      ...(present && { present: feed("present", [BATCH]) }),
    },
    { temperature },
  );
  const [slopes] = gradientsOf(g, g.reduceMean(rows, [0]), [x]);
  const feeds = { a, b, ...(present && { present }) };
  const found = evaluate({ rows, slopes: slopes! }, feeds, a.length);
  return { rows: flat(found.rows!), slopes: flat(found.slopes!) };
}
