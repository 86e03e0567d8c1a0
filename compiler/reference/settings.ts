import { isOpen, type SettingSpec } from "../operators/settings.ts";

/** What a setting takes, in a few words. */
export function describeSetting(spec: SettingSpec): string {
  switch (spec.kind) {
    case "integer":
      return spec.least === 1 ? "whole number" : `whole number, at least ${spec.least}`;
    case "integers":
      return "list of whole numbers";
    case "number":
      return `number${bounds(spec)}`;
    case "numbers":
      return "list of numbers";
    case "label_weights":
      return "list of numbers, one for each label, or `balanced`";
    case "flag":
      return "`true` or `false`";
    case "choice":
      return spec.choices.map((choice) => `\`${choice}\``).join(", ");
    case "axes":
      return "name of an axis, or a list of them";
    case "new_axis":
      return "a name for an axis";
    case "axis":
      return "name of an axis";
    case "renaming":
      return "`old: new` for each axis";
    case "sizes":
      return "`name: size` for each new axis";
    case "category":
      return "name of a `category`";
    case "quantity":
      return `${spec.dimension} with its unit`;
    case "text":
      return "text in quotes";
    case "texts":
      return "list of texts in quotes";
    case "choices":
      return `list of ${spec.choices.map((choice) => `\`${choice}\``).join(", ")}`;
  }
}

function bounds({ from, to, below }: { from: number; to: number; below?: boolean }): string {
  const finite = Number.isFinite(from) || Number.isFinite(to);
  if (!finite) return "";
  if (to === Infinity) return `, at least ${from}`;
  return ` from ${from} to ${below === true ? "below " : ""}${to}`;
}

/** What the defaults of quantities are in. */
const UNITS = { duration: " s", frequency: " Hz", memory: " B" } as const;

/** The default as an author would write it, or `required`. */
export function describeDefault(spec: SettingSpec): string {
  if (spec.default === undefined) return spec.optional === true ? "none" : "required";
  if (Array.isArray(spec.default)) return `\`[${spec.default.join(", ")}]\``;
  return `\`${String(spec.default)}${spec.kind === "quantity" ? UNITS[spec.dimension] : ""}\``;
}

/** `dense(units, activation: linear, bias: true)`: positional settings by name alone, others with their default. */
export function signature(name: string, settings: Readonly<Record<string, SettingSpec>>): string {
  const parts = Object.entries(settings).map(([setting, spec]) => {
    if (isOpen(spec)) return spec.kind === "sizes" ? "name: size, …" : "old: new, …";
    const value = spec.default === undefined ? undefined : describeDefault(spec).replaceAll("`", "");
    if (spec.positional === true) return value === undefined ? setting : `${setting} = ${value}`;
    return `${setting}: ${value ?? "…"}`;
  });
  return parts.length === 0 ? name : `${name}(${parts.join(", ")})`;
}
