import { thresholdsOf } from "../../evaluate/curves.ts";
import { type Ranking, rankedMetrics } from "../../outputs/ranking.ts";
import type { Html } from "../html.ts";
import { figure } from "../words.ts";
import { draw } from "./draw.ts";
import { figureOf } from "./figure.ts";
import { type Series, thinned } from "./plot.ts";

/** Points that a curve is drawn with at most, and rows of its table. */
const POINTS = 200;
const LISTED = 12;

export interface RankedLabel {
  readonly name: string;
  readonly ranking: Ranking;
}

const shares = { least: 0, most: 1 } as const;

/** The ROC curves of labels, each held against all others. */
export function rocFigure(labels: readonly RankedLabel[]): Html {
  const curves = labels.map(({ name, ranking }) => ({
    name,
    area: rankedMetrics(ranking).auroc,
    points: thresholdsOf(ranking).map(
      ({ falsePositive, truePositive }) => [falsePositive, truePositive] as const,
    ),
  }));
  const series: Series[] = curves.map(({ name, points, area }) => ({
    name: `${name} (${figure(area)})`,
    points: thinned(points, POINTS),
  }));
  const chance: Series = {
    name: "chance",
    hidden: true,
    points: [
      [0, 0],
      [1, 1],
    ],
  };
  return figureOf({
    title: "ROC curve",
    says: "How many of the rows with a label are found, for how many of the others. In brackets the area below.",
    drawing: draw({
      description: `ROC curves: ${curves.map(({ name, area }) => `${name} has the area ${figure(area)}`).join(", ")}`,
      x: { name: "false positives", ...shares },
      y: { name: "true positives", ...shares },
      series: [...series, chance],
    }),
    numbers: {
      head: ["label", "false positives", "true positives"],
      rows: curves.flatMap(({ name, points }) =>
        thinned(points, LISTED).map(([x, y]) => [name, figure(x), figure(y)]),
      ),
      right: [1, 2],
    },
  });
}

/** The precision-recall curves of labels, each held against all others. */
export function precisionRecallFigure(labels: readonly RankedLabel[]): Html {
  const curves = labels.map(({ name, ranking }) => ({
    name,
    precision: rankedMetrics(ranking).average_precision,
    points: thresholdsOf(ranking)
      .slice(1)
      .map(({ truePositive, precision }) => [truePositive, precision] as const),
  }));
  const series = curves.map(
    ({ name, points, precision }): Series => ({
      name: `${name} (${figure(precision)})`,
      // From the left on it is as precise as where it begins.
      points: points.length === 0 ? [] : [[0, points[0]![1]], ...thinned(points, POINTS)],
    }),
  );
  return figureOf({
    title: "Precision and recall",
    says: "How many of the rows that are told to have a label do, for how many of those that have it. In brackets the average precision.",
    drawing: draw({
      description: `Precision-recall curves: ${curves.map(({ name, precision }) => `${name} has the average precision ${figure(precision)}`).join(", ")}`,
      x: { name: "recall", ...shares },
      y: { name: "precision", ...shares },
      series,
    }),
    numbers: {
      head: ["label", "recall", "precision"],
      rows: curves.flatMap(({ name, points }) =>
        thinned(points, LISTED).map(([x, y]) => [name, figure(x), figure(y)]),
      ),
      right: [1, 2],
    },
  });
}
