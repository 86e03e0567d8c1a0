import { describe, expect, test } from "vitest";
import { clips } from "../../../compiler/clips/index.generated.ts";
import { drops } from "../../../compiler/drops/index.generated.ts";
import { losses } from "../../../compiler/losses/index.generated.ts";
import { modalities } from "../../../compiler/modalities/index.generated.ts";
import { type AnyOperator, FAMILIES } from "../../../compiler/operators/define.ts";
import { operators } from "../../../compiler/operators/index.generated.ts";
import type { SettingSpec, Settings } from "../../../compiler/operators/settings.ts";
import { optimizers } from "../../../compiler/optimizers/index.generated.ts";
import { schedules } from "../../../compiler/schedules/index.generated.ts";

interface Declared {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly settings: Settings;
}

const tables: Readonly<Record<string, Readonly<Record<string, Declared>>>> = {
  operators,
  modalities,
  losses,
  optimizers,
  schedules,
  clips,
  drops,
};

const all = Object.entries(tables).flatMap(([table, entries]) =>
  Object.entries(entries).map(([key, declared]) => ({ of: `${table}.${key}`, key, declared })),
);

/** Whether a default is a value that an author could have given. */
function allowed(spec: SettingSpec): boolean {
  switch (spec.kind) {
    case "integer":
      return spec.default === undefined || (Number.isInteger(spec.default) && spec.default >= spec.least);
    case "integers":
      return (spec.default ?? []).every((value) => Number.isInteger(value) && value >= spec.least);
    case "number": {
      const { default: value, from, to, below } = spec;
      return value === undefined || (value >= from && value <= to && !(below === true && value === to));
    }
    case "numbers":
      return (spec.default ?? []).every((value) => value >= spec.from && value <= spec.to);
    case "choice":
      return spec.default === undefined || spec.choices.includes(spec.default);
    default:
      return true;
  }
}

describe.each(all)("$of", ({ key, declared }) => {
  test("is listed under its name", () => expect(declared.name).toBe(key));

  test("is summed up in a sentence, and used in its example", () => {
    expect(declared.summary).toMatch(/^[A-Z].*\.$/);
    expect(declared.example).toMatch(new RegExp(`\\b${declared.name}\\b`));
  });

  test("has defaults that an author could give, and says of each setting what it is", () => {
    for (const [name, spec] of Object.entries(declared.settings)) {
      expect(spec.summary, name).toMatch(/^[^A-Z].*[^.]$/);
      expect(allowed(spec), name).toBe(true);
      expect(spec.optional === true && spec.default !== undefined, `${name} needs no default`).toBe(false);
    }
  });

  test("asks for what has no default before what has one, where names may be left out", () => {
    const positional = Object.values(declared.settings).filter((spec) => spec.positional === true);
    const defaults = positional.map((spec) => spec.default !== undefined || spec.optional === true);
    expect(defaults).toEqual([...defaults].sort());
  });
});

describe.each(Object.entries(operators) as [string, AnyOperator][])("%s", (_, operator) => {
  test("belongs to a family and shows a whole model", () => {
    expect(Object.keys(FAMILIES)).toContain(operator.family);
    expect(operator.example.trim()).toMatch(/^input [\s\S]*\n\s*output mood: Mood = .*$/);
  });

  test("has no setting named as an operand", () => {
    const names = [...Object.keys(operator.operands), ...Object.keys(operator.settings)];
    expect(new Set(names).size).toBe(names.length);
  });
});
