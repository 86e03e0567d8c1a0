import type { Dense } from "./dense.ts";

/** Where numbers differ by more than `tolerance`, relative to the largest of their array or 1; NaN equals NaN. */
export function differences(
  found: Readonly<Record<string, Dense>>,
  wanted: Readonly<Record<string, Dense>>,
  tolerance: number,
): string[] {
  return Object.entries(wanted).flatMap(([name, { shape, data }]) => {
    const other = found[name];
    if (other === undefined) return [`${name} is missing`];
    if (String(other.shape) !== String(shape)) return [`${name} is [${other.shape}], not [${shape}]`];
    const scale = Math.max(1, ...data.map(Math.abs).filter(Number.isFinite));
    return data.flatMap((value, i) => {
      const own = other.data[i]!;
      const same = Object.is(own, value) || Math.abs(own - value) <= tolerance * scale;
      return same ? [] : [`${name}[${i}] is ${own}, not ${value}`];
    });
  });
}
