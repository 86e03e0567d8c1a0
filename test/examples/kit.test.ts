import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MODELS as ACTIVITY, TUNING as OF_ACTIVITY } from "../../examples/activity/settings.ts";
import { RECORDINGS } from "../../examples/digits/items.ts";
import { MODELS as DIGITS, TUNING as OF_DIGITS } from "../../examples/digits/settings.ts";
import { findRecordings } from "../../examples/kit/recordings.ts";
import { temporaryFolder } from "../runtime/temporary.ts";

describe("recordings that do not come along", () => {
  it("are found below one folder, and where they are missing it is said how to get them", () => {
    const parent = temporaryFolder();
    expect(() => findRecordings(RECORDINGS, parent)).toThrow(
      /git clone .*free-spoken-digit-dataset.*\n.*\n.*git clone/,
    );
    mkdirSync(join(parent, "fsdd/recordings"), { recursive: true });
    expect(() => findRecordings(RECORDINGS, parent)).toThrow(
      /^(?![\s\S]*free-spoken)[\s\S]*Sign-Language-Digits/,
    );
    mkdirSync(join(parent, "sign-digits/Dataset"), { recursive: true });
    expect(findRecordings(RECORDINGS, parent)).toEqual([
      join(parent, "fsdd/recordings"),
      join(parent, "sign-digits/Dataset"),
    ]);
  });
});

describe.each([
  ["digits", DIGITS, OF_DIGITS],
  ["activity", ACTIVITY, OF_ACTIVITY],
] as const)("what is tuned of %s", (example, models, tuning) => {
  const common = ["learning rate", "weight decay", "label smoothing", "encoder dropout"];

  it.each(models)("has its places in $file, as many settings as in any", ({ file }) => {
    const text = readFileSync(`examples/${example}/${file}.fuse`, "utf8");
    expect(tuning.placesIn(text)).toEqual(expect.arrayContaining(common));
    const tried = tuning.draw(4, 1).map((setting) => tuning.apply(text, setting));
    expect(new Set(tried).size).toBe(4);
    const numbers = /(?<=[ (])[\d_.e-]+/g;
    for (const changed of tried) expect(changed.replaceAll(numbers, "#")).toBe(text.replaceAll(numbers, "#"));
  });
});
