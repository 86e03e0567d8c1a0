import type { Estimate } from "../../evaluate/bootstrap.ts";
import type { Html } from "../html.ts";
import { figure } from "../words.ts";
import { draw } from "./draw.ts";
import { figureOf } from "./figure.ts";
import type { Series } from "./plot.ts";

/** One line of the figure. */
export interface Named {
  readonly name: string;
  readonly estimate: Estimate;
}

/** Room for a line, and for the axis. */
const LINE = 30;
const AXIS = 80;

interface Words {
  readonly title: string;
  readonly says: string;
  readonly metric: string;
}

/** Estimates below one another, each with its 95 % interval. */
export function intervalsFigure(all: readonly Named[], { title, says, metric }: Words): Html {
  // The first stands on top, and an axis counts upwards.
  const upwards = all.toReversed();
  const bars = upwards.map(
    ({ name, estimate: { low, high } }, place): Series => ({
      name,
      hidden: true,
      points: [
        [low, place],
        [high, place],
      ],
    }),
  );
  const means: Series = {
    name: metric,
    style: "points",
    points: upwards.map(({ estimate: { value } }, place) => [value, place]),
  };
  return figureOf({
    title,
    says,
    drawing: draw({
      description: `${title}: ${all.map(({ name, estimate }) => `${name} ${shown(estimate)}`).join("; ")}`,
      x: { name: metric },
      y: { name: "", labels: upwards.map(({ name }) => name) },
      series: [means, ...bars],
      height: AXIS + LINE * all.length,
    }),
    numbers: {
      head: ["", metric, "from", "to"],
      rows: all.map(({ name, estimate: { value, low, high } }) => [
        name,
        figure(value),
        figure(low),
        figure(high),
      ]),
      right: [1, 2, 3],
    },
  });
}

const shown = ({ value, low, high }: Estimate): string =>
  `${figure(value)}, between ${figure(low)} and ${figure(high)}`;
