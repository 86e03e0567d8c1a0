import type { Bin } from "../../outputs/calibration.ts";
import type { Html } from "../html.ts";
import { count, figure } from "../words.ts";
import { draw } from "./draw.ts";
import { figureOf } from "./figure.ts";
import type { Series } from "./plot.ts";

/** Whether confidence means what it says: of several labels, one line each. */
export function reliabilityFigure(
  named: readonly { readonly name: string; readonly bins: readonly Bin[] }[],
  says: string,
): Html {
  const filled = named.map(({ name, bins }) => ({ name, bins: bins.filter(({ rows }) => rows > 0) }));
  const series = filled.map(
    ({ name, bins }): Series => ({
      name,
      symbols: true,
      points: bins.map(({ confidence, right }) => [confidence, right]),
    }),
  );
  const honest: Series = {
    name: "honest",
    hidden: true,
    points: [
      [0, 0],
      [1, 1],
    ],
  };
  return figureOf({
    title: "Reliability",
    says,
    drawing: draw({
      description: "Reliability diagram: how often what is told with some confidence is right, by confidence",
      x: { name: "confidence", least: 0, most: 1 },
      y: { name: "share that is right", least: 0, most: 1 },
      series: [...series, honest],
    }),
    numbers: {
      head: ["", "confidence", "right", "rows"],
      rows: filled.flatMap(({ name, bins }) =>
        bins.map(({ confidence, right, rows }) => [name, figure(confidence), figure(right), count(rows)]),
      ),
      right: [1, 2, 3],
    },
  });
}
