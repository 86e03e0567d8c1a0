/** How numbers are written in pages. */

/** Three places behind the point, fewer of large numbers, more of very small ones; – of what is not known. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(2);
  return size >= 1000 ? value.toFixed(1) : value.toFixed(3);
}

/** `12,345` */
export const count = (value: number): string => Math.round(value).toLocaleString("en-US");

/** `1.2 k`, `3.4 M`: for places where there is little room. */
export function brief(value: number): string {
  const [, divisor, unit] = UNITS.find(([least]) => value >= least) ?? [0, 1, ""];
  const scaled = value / divisor;
  return `${unit === "" ? Math.round(scaled) : Number(scaled.toPrecision(3))}${unit}`;
}

const UNITS: readonly (readonly [least: number, divisor: number, unit: string])[] = [
  [1e9, 1e9, " G"],
  [1e6, 1e6, " M"],
  [1e4, 1e3, " k"],
];

export const percent = (share: number): string =>
  Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)} %`;

export const plural = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;

/** `640 B`, `12 kB`, `3.4 MB` */
export function bytes(value: number): string {
  if (value < 1e4) return `${value} B`;
  return value < 1e7 ? `${(value / 1e3).toFixed(0)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}
