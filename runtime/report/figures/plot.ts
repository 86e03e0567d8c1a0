/** What is drawn, without a word of who draws it. */
export interface Plot {
  /** For whoever cannot see it. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** In the units of the drawing, which is 560 wide. */
  readonly height?: number;
}

export interface Axis {
  readonly name: string;
  readonly least?: number;
  readonly most?: number;
  readonly logarithmic?: boolean;
  /** Whether only whole numbers are marked. */
  readonly whole?: boolean;
  /** Names at its places, from 0. */
  readonly labels?: readonly string[];
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly style?: "line" | "steps" | "points";
  /** Whether each point is marked. */
  readonly symbols?: boolean;
  /** Lines across, where something happened. */
  readonly marks?: readonly { readonly at: number; readonly text: string }[];
  /** Whether it is a line to compare with, which no legend names. */
  readonly hidden?: boolean;
}

/** At most so many of the points, spread over all, the first and the last among them. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => points[Math.round(i * step)]!);
}
