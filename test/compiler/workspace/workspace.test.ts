import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { createWorkspace } from "../../../compiler/workspace/workspace.ts";
import { collect } from "../../../diagnostics/collect.ts";

/** A file of several models that share blocks, one of them trained, with comments around. */
const SOURCE = `// what is decided
category Mood = ["glad", "sad"]
category Tone = ["warm", "cold"]

/// A tower.
block Tower(x: signal, width: int = 8) -> feature {
  y = x |> dense(width, relu) |> dropout(0.1)
  return y |> dense(width)
}

block Twice(x: signal) -> feature {
  return x |> Tower(width: 4) |> relu
}

model First {
  input a: vector(8)
  input b: vector(6)
  left = a |> Tower
  right = b |> Twice |> dense(8)
  joint = sum(left, right)
  output mood: Mood = joint |> classify(Mood)
  require parameters < 10k
}

model Second {
  input a: vector(8)
  spare = a |> dense(3)
  output tone: Tone = a |> Twice |> classify(Tone)
}

model Third { // alone
  input words: text(words: 6, vocabulary: 100)
  said = words |> embed(4) |> mean(over: word)
  output mood: Mood = said |> classify(Mood)
}

data Table {
  from: "table.csv"
  a = column("a")
  b = column("b")
  mood = column("mood")
  split: column("split")
}

train First on Table {
  minimise {
    fused = cross_entropy(mood)
    left = 0.5 * cross_entropy(mood)
  }
  optimizer: adam(learning_rate: 1e-3)
  epochs: 2
  batch: 8
}
// the end
`;

/** Edits as people make them, each of some text wherever it stands. */
const EDITS: readonly (readonly [string, string])[] = [
  ["dense(3)", "dense(5)"],
  ["dense(8)", "dense(7)"],
  ["width: int = 8", "width: int = 9"],
  ["dense(width, relu)", "dense(width, gelu)"],
  ["dropout(0.1)", "dropout(1.5)"],
  ["relu", "rellu"],
  ["mean(over: word)", "mean(over: words)"],
  ["vector(6)", "vector(12)"],
  ["10k", "10"],
  ["0.5 *", "2 *"],
  ["cross_entropy(mood)", "cross_entropy(left)"],
  ["// alone", "// alone\n  // with another line"],
  ["\n\n", "\n\n\n"],
  ["classify(Tone)", "classify(Mood)"],
  ['"sad"', '"sad", "calm"'],
  ["spare =", "spare2 ="],
  ["epochs: 2", "epoch: 2"],
  ["model Third", "model Fourth"],
  ["|> Twice", "|> Tower"],
  ["}\n", "\n"],
  ["(", "(("],
  ["// the end", "model Last {\n  input z: vector(2)\n}"],
  ["  y = x", "  z = x"],
  ["return y", "return z"],
];

const edit = fc.record({
  which: fc.nat(EDITS.length - 1),
  back: fc.boolean(),
  occurrence: fc.nat(5),
});

function edited(
  text: string,
  { which, back, occurrence }: { which: number; back: boolean; occurrence: number },
): string {
  const [from, to] = back ? [EDITS[which]![1], EDITS[which]![0]] : EDITS[which]!;
  const parts = text.split(from);
  const at = parts.length < 2 ? 0 : 1 + (occurrence % (parts.length - 1));
  return at === 0 ? text : parts.slice(0, at).join(from) + to + parts.slice(at).join(from);
}

/** What a reader is shown: findings in order, and costs where there are no errors. */
function shown(text: string) {
  const { findings, models } = compile("main.fuse", () => text);
  return {
    findings: collect(findings).shown,
    models: models.map(({ model, cost }) => ({ name: model.interface.model, cost })),
  };
}

describe("a workspace", () => {
  it("finds after every edit what compiling finds", () => {
    const runs = process.env.FUSEWIRE_FULL === "1" ? 1000 : 60;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const workspace = createWorkspace();
        let text = SOURCE;
        for (const change of [undefined, ...edits]) {
          if (change !== undefined) text = edited(text, change);
          const { findings, models, sources } = workspace.check("main.fuse", (path) =>
            path === "main.fuse" ? text : undefined,
          );
          expect({ findings: collect(findings).shown, models }).toEqual(shown(text));
          expect(sources).toEqual([{ file: "main.fuse", text }]);
        }
      }),
      { numRuns: runs, seed: 7 },
    );
  });

  it("sees that an imported file has changed", () => {
    const files: Record<string, string> = {
      "main.fuse": `use "./parts.fuse" { Tower }\n${SOURCE.replace(/\/\/\/ A tower[^}]*}/, "")}`,
      "parts.fuse": "block Tower(x: signal, width: int = 8) -> feature {\n  return x |> dense(width)\n}\n",
    };
    const workspace = createWorkspace();
    const check = () => workspace.check("main.fuse", (path) => files[path]);
    const costs = () => check().models.map(({ cost }) => cost.total.parameters);
    const before = costs();
    expect(before).toHaveLength(3);
    files["parts.fuse"] = files["parts.fuse"]!.replace("|> dense(width)", "|> dense(width) |> dense(width)");
    const after = costs();
    expect(after[0]).toBeGreaterThan(before[0]!);
    expect(after[2]).toBe(before[2]);
    files["parts.fuse"] = "";
    expect(check().findings.map(({ name }) => name)).toContain("import_name");
  });
});
