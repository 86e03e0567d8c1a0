import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { readerOf } from "./kit/cases.ts";

const PARTS = `category Mood = ["glad", "sad"]
block Encoder(x: signal) -> feature {
  return x |> dense(4, relu)
}
model Shared {
  input x: vector(8)
  output mood: Mood = x |> Encoder |> classify(Mood)
}
data Diary {
  from: "diary.csv"
  x = column("x")
  mood = column("mood")
  split: column("split")
}
`;
const TRAIN = `train Shared on Diary {
  minimise: cross_entropy(mood)
  optimizer: adam
  epochs: 1
  batch: 8
}
`;

const compiled = (files: Readonly<Record<string, string>>, entry = "main.fuse") => {
  const asked: string[] = [];
  const read = readerOf(files);
  const result = compile(entry, (path) => {
    asked.push(path);
    return read(path);
  });
  const found = result.findings.map(({ name, span }) => `${name} in ${span.file}`);
  return { ...result, asked, found };
};

describe("a project of several files", () => {
  test("trains a model and reads data of another file", () => {
    const { found, models } = compiled({
      "main.fuse": `use "./parts.fuse" { Shared, Diary }\n${TRAIN}`,
      "parts.fuse": PARTS,
    });
    expect(found).toEqual([]);
    expect(models.map(({ model }) => [model.interface.model, model.training?.data.from])).toEqual([
      ["Shared", { kind: "files", path: "diary.csv" }],
    ]);
  });

  test("gives the models of its own file alone, where others are not trained", () => {
    const main = `use "./parts.fuse" { Shared, Mood, Encoder }
model Own {
  input y: vector(8)
  output mood: Mood = y |> Encoder |> classify(Mood)
}`;
    const { found, models } = compiled({ "main.fuse": main, "parts.fuse": PARTS });
    expect(found).toEqual([]);
    expect(models.map(({ model }) => model.interface.model)).toEqual(["Own"]);
  });

  test("reads each file once, relative to the one that imports it, whatever the slashes", () => {
    const { found, asked } = compiled(
      {
        "models/main.fuse": `use "../parts/a.fuse" { A }
use ".\\\\more\\\\b.fuse" { B }
use "./more/../more/b.fuse" { C }
`,
        "parts/a.fuse": 'use "./c.fuse" { D }\nblock A(x: signal) -> feature {\n  return x |> D\n}',
        "parts/c.fuse": "block D(x: signal) -> feature {\n  return x |> dense(4)\n}",
        "models/more/b.fuse":
          'use "../../parts/c.fuse" { D }\nblock B(x: signal) -> feature {\n  return x |> D\n}\nblock C(x: signal) -> feature {\n  return x |> D\n}',
      },
      "models/main.fuse",
    );
    expect(found).toEqual([]);
    expect([...asked].sort()).toEqual([
      "models/main.fuse",
      "models/more/b.fuse",
      "parts/a.fuse",
      "parts/c.fuse",
    ]);
  });

  test("says errors of an imported file there, once, and nothing of those who use it", () => {
    const broken = PARTS.replace("dense(4", "densee(4").replace('"sad"', "3");
    const { found, models } = compiled({
      "main.fuse": `use "./parts.fuse" { Shared, Diary, Encoder, Mood }
model Own {
  input y: vector(8)
  output mood: Mood = y |> Encoder |> classify(Mood)
}
${TRAIN}`,
      "parts.fuse": broken,
    });
    expect(found).toEqual(["category_labels in parts.fuse", "unknown_operator in parts.fuse"]);
    expect(models).toEqual([]);
  });

  test("names both files where an imported block does not suit its use", () => {
    const { findings } = compiled({
      "main.fuse": `use "./parts.fuse" { Pool }
category Mood = ["glad", "sad"]
model M {
  input photo: image(8, 8, rgb)
  output mood: Mood = photo |> Pool(size: 9) |> mean(over: space) |> classify(Mood)
}`,
      "parts.fuse":
        "block Pool(x: signal[height: H, width: W, channel: C], size: int) -> feature[height: H/size, width: W/size, channel: C] {\n  return x |> max_pool(size)\n}",
    });
    expect(
      findings.map(({ name, span, related }) => [name, span.file, ...related.map((one) => one.span.file)]),
    ).toEqual([["size_too_small", "parts.fuse", "main.fuse"]]);
  });

  test("says of files that import each other which do, and nothing of the names", () => {
    const { findings, found } = compiled({
      "main.fuse": 'use "./a.fuse" { A }\nblock Main(x: signal) -> feature {\n  return x |> A\n}',
      "a.fuse": 'use "./b.fuse" { B }\nblock A(x: signal) -> feature {\n  return x |> B\n}',
      "b.fuse": 'use "./a.fuse" { A }\nblock B(x: signal) -> feature {\n  return x |> A\n}',
    });
    expect(found).toEqual(["import_cycle in b.fuse"]);
    expect(findings[0]!.message).toContain("a.fuse → b.fuse → a.fuse");
  });

  test("says nothing of names from a file that could not be read", () => {
    const { found } = compiled({
      "main.fuse": `use "./gone.fuse" { Shared, Diary, Mood, Encoder }
model M {
  input x: vector(8)
  output mood: Mood = x |> Encoder |> classify(Mood)
}
${TRAIN}train M on Diary {
  minimise: cross_entropy(mood)
  optimizer: adam
  epochs: 1
  batch: 8
}`,
    });
    expect(found).toEqual(["import_missing in main.fuse"]);
  });

  test("says that the entry is missing", () => {
    expect(compiled({}).found).toEqual(["import_missing in main.fuse"]);
  });
});

describe("a model beside errors elsewhere", () => {
  const model = (name: string, body: string, require = "") => `model ${name} {
  input x: vector(8)
  output mood: Mood = x |> ${body} |> classify(Mood)
  ${require}
}
`;

  test("still has its budget checked", () => {
    const source = `category Mood = ["glad", "sad"]
${model("Broken", "densee(4)")}${model("Large", "dense(400)", "require parameters < 100")}`;
    const { found, models } = compiled({ "main.fuse": source });
    expect(found).toEqual(["unknown_operator in main.fuse", "budget_exceeded in main.fuse"]);
    expect(models).toEqual([]);
  });

  test("warns of what is unused only where all else is sound", () => {
    const idle =
      'category Mood = ["glad", "sad"]\nmodel M {\n  input x: vector(8)\n  idle = x |> relu\n  output mood: Mood = x |> classify(Mood)\n}\n';
    expect(compiled({ "main.fuse": idle }).found).toEqual(["unused_value in main.fuse"]);
    expect(compiled({ "main.fuse": idle + model("Broken", "densee(4)") }).found).toEqual([
      "unknown_operator in main.fuse",
    ]);
  });
});
