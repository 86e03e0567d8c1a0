/** Objects and lists as they are written. */
import { key } from "./words.ts";

export const list = (values: readonly string[]): string => `[${values.join(", ")}]`;

/** An object of the properties that are there. */
export const objectOf = (properties: Readonly<Record<string, string | undefined>>): string =>
  `{ ${Object.entries(properties)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [value === name ? name : `${key(name, "object")}: ${value}`];
    })
    .join(", ")} }`;
