import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { build } from "../../../runtime/build/build.ts";
import { jsonSchema } from "../../../runtime/build/targets/json-schema.ts";
import { savedModel } from "../../../runtime/build/targets/savedmodel.ts";
import { typescript } from "../../../runtime/build/targets/typescript.ts";
import { readSafetensors } from "../../../runtime/files/safetensors.ts";
import { compiled, run as compute } from "../../compiler/kit/models.ts";
import { NO_PYTHON, python } from "../../kit/python.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";
import { jsonIn, untrainedRun, VOCABULARY } from "./kit/untrained.ts";

const folder = temporaryFolder();
const { run, file } = untrainedRun(folder);
const at = (name: string) => join(folder, name);

describe("a folder that is built", () => {
  it("is refused where one is, replaced by --force, and leaves nothing beside it", async () => {
    const out = at("twice");
    mkdirSync(out);
    writeFileSync(join(out, "mine.txt"), "kept");
    await expectFailure(
      () => build(file, jsonSchema, { out }),
      "folder-exists",
      "is there already",
      "--force",
    );
    expect(readdirSync(out)).toEqual(["mine.txt"]);
    await build(file, jsonSchema, { out, force: true });
    expect(readdirSync(out)).toEqual(["record.schema.json"]);
    expect(readdirSync(folder).filter((name) => name.startsWith("twice"))).toEqual(["twice"]);
  });

  it("is not there at all where its target fails half-way", async () => {
    const broken = {
      name: "broken",
      summary: "",
      files: () =>
        new Map([
          ["first.txt", "1"],
          ["first.txt/second.txt", "2"],
        ]),
    };
    await expect(build(file, broken, { out: at("broken") })).rejects.toThrow();
    expect(readdirSync(folder).filter((name) => name.startsWith("broken"))).toEqual([]);
  });

  it("takes the model that is asked for, of a file or of a run", async () => {
    const named = (model: string) => ({ out: at("named"), model });
    await expectFailure(() => build(file, jsonSchema, named("Tin")), "model-unknown", "has no model Tin");
    await expectFailure(() => build(run, jsonSchema, named("Tin")), "model-unknown", "has no model Tin");
    await expectFailure(() => build(at("none"), jsonSchema, { out: at("x") }), "run-missing", "is no run's");
    expect(existsSync(at("named"))).toBe(false);
    expect(await build(run, jsonSchema, named("Tiny"))).toEqual({
      model: "Tiny",
      files: ["record.schema.json"],
    });
  });
});

describe("the target typescript", () => {
  it("lays the weights of a run beside the sources, with what was learned of its inputs", async () => {
    const built = await build(run, typescript, { out: at("owned"), tfjs: "web" });
    expect(built.files).toEqual(
      expect.arrayContaining(["package.json", "src/tiny.ts", "weights.safetensors"]),
    );
    const { tensors, metadata } = readSafetensors(join(at("owned"), "weights.safetensors"));
    expect(tensors).toEqual(readSafetensors(join(run, "last.safetensors")).tensors);
    expect(JSON.parse(metadata.learned!)).toEqual({ word: { vocabulary: VOCABULARY } });
    expect(readFileSync(join(at("owned"), "README.md"), "utf8")).toContain("model.loadWeights(");
  });

  it("writes no weights where there is no run, and none of another tfjs", async () => {
    const built = await build(file, typescript, { out: at("fresh") });
    expect(built.files).not.toContain("weights.safetensors");
    const other = { out: at("other"), tfjs: "python" };
    await expectFailure(
      () => build(file, typescript, other),
      "target-limit",
      "no tfjs called python",
      "node-gpu",
    );
    expect(existsSync(at("other"))).toBe(false);
  });

  it("refuses by name and line what it would have to leave out", async () => {
    const source = readFileSync(file, "utf8");
    const wanted = [
      [
        "batch:  32",
        "batch: 32\n  stop: stalls(validation.macro_f1, for: 2)",
        "does not stop by validation.macro_f1",
        "train Tiny",
      ],
      [
        "minimise: cross_entropy(sign)",
        "minimise {\n    a = cross_entropy(sign)\n    b = focal(sign)\n    balance: gradient_blend\n  }",
        "does not balance terms by gradient_blend",
        "cross_entropy(sign)",
      ],
    ] as const;
    for (const [from, to, message, at_] of wanted) {
      const own = at("refused.fuse");
      writeFileSync(own, source.replace(from, to));
      const failed = build(own, typescript, { out: at("refused") });
      await expect(failed).rejects.toMatchObject({
        reason: "target-limit",
        message: expect.stringContaining(message),
      });
      const { span } = (await failed.catch((error: unknown) => error)) as {
        span: { start: number; end: number };
      };
      expect(readFileSync(own, "utf8").slice(span.start, span.end)).toContain(at_);
      expect(existsSync(at("refused"))).toBe(false);
    }
  });
});

describe("the target json-schema", () => {
  it("accepts the records that the model accepts, and no others", async () => {
    await build(file, jsonSchema, { out: at("schema") });
    const fits = new Ajv2020().compile(jsonIn(at("schema"), "record.schema.json") as object);
    expect(fits({ word: "yes", number: [1, 2, 3] })).toBe(true);
    expect(fits({ word: "yes", number: [1, 2] })).toBe(false);
    expect(fits({ word: "yes" })).toBe(false);
    expect(fits({ word: "yes", number: [1, 2, 3], sign: "plus" })).toBe(false);
  });
});

describe("the target savedmodel", () => {
  it("needs a run", async () => {
    await expectFailure(
      () => build(file, savedModel, { out: at("weightless") }),
      "not-trained",
      "the source of Tiny has none",
      "fusewire train",
    );
    expect(existsSync(at("weightless"))).toBe(false);
  });

  it("says beside the graph how records become its inputs", async () => {
    await build(run, savedModel, { out: at("served") });
    expect(jsonIn(at("served"), "assets.extra/records.json")).toEqual({
      model: "Tiny",
      inputs: [
        {
          name: "word",
          modality: "text",
          settings: { words: 3, vocabulary: 20 },
          transforms: ["lowercase"],
          tensors: [{ name: "word", dtype: "int32", shape: [-1, 3] }],
          lengths: ["word/length"],
          vocabulary: VOCABULARY,
        },
        {
          name: "number",
          modality: "vector",
          settings: { size: 3 },
          transforms: [],
          tensors: [{ name: "number", dtype: "float32", shape: [-1, 3] }],
          lengths: [],
        },
      ],
      outputs: [{ name: "sign", kind: "category", labels: ["plus", "minus"] }],
    });
  });

  it.skipIf(NO_PYTHON)("gives in Python what the graph means", { timeout: 120_000 }, async () => {
    await build(run, savedModel, { out: at("python") });
    const feeds = {
      word: [
        [2, 3, 0],
        [4, 0, 0],
      ],
      "word/length": [2, 1],
      number: [
        [0.5, -1, 2],
        [0, 1, -0.25],
      ],
    };
    const served = python(
      `import tensorflow as tf
model = tf.saved_model.load(given["path"])
serve = model.signatures["serving_default"]
types = {"word": tf.int32, "word/length": tf.int32, "number": tf.float32}
fed = {name: tf.constant(value, types[name]) for name, value in given["feeds"].items()}
spec = serve.structured_input_signature[1]
answer = {"sign": serve(**fed)["sign"].numpy().tolist(), "inputs": {k: v.dtype.name for k, v in spec.items()}}`,
      { path: at("python"), feeds },
    ) as { sign: number[][]; inputs: Record<string, string> };

    const { model } = compiled(readFileSync(file, "utf8"));
    const { tensors } = readSafetensors(join(run, "last.safetensors"));
    const state = Object.fromEntries(
      [...tensors].map(([name, { shape, data }]) => [name, { shape, data: Array.from(data) }]),
    );
    const dense = Object.fromEntries(
      Object.entries(feeds).map(([name, rows]) => [
        name,
        { shape: name === "word/length" ? [2] : [2, 3], data: rows.flat() },
      ]),
    );
    const { sign } = compute(model.predict, { ...state, ...dense }, 2).results;
    expect(served.inputs).toEqual({ word: "int32", "word/length": "int32", number: "float32" });
    const wanted = Array.from(sign!.data, (value) => expect.closeTo(value, 5));
    expect(served.sign.flat()).toEqual(wanted);
  });
});
