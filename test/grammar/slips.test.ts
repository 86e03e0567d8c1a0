import { describe, expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Identifier } from "../../grammar/ast.ts";
import { parse } from "../../grammar/parse.ts";
import { marked } from "../kit/marked.ts";
import { FEELING } from "./kit/feeling.ts";
import { visit } from "./kit/nodes.ts";

type Edit = readonly [from: string, to: string];

/** A slip of the pen: what of the file was replaced by what, with the finding's place marked. */
interface Slip {
  readonly what: string;
  readonly edits: readonly Edit[];
  /** The finding; `CHECKER` where the syntax is right and the checker tells. */
  readonly code: string;
  /** What cannot be kept of the tree. */
  readonly lost?: readonly string[];
}

const CHECKER = "checker";

const slip = (what: string, from: string, to: string, code: string, ...lost: readonly string[]): Slip => ({
  what,
  edits: [[from, to]],
  code,
  lost,
});

const unclosed = (what: string, ...edits: readonly Edit[]): Slip => ({ what, edits, code: "FW0020" });

const SLIPS: readonly Slip[] = [
  // ---- brackets and braces -----------------------------------------------------------------------------
  unclosed("a missing `}` of a model", ["Feeling {", "Feeling «{»"], ["macs < 50M\n}\n", "macs < 50M\n\n"]),
  unclosed("a missing `}` of a loop", ["widths {", "widths «{»"], ["max_pool(2)\n  }\n", "max_pool(2)\n"]),
  unclosed(
    "a missing `}` of a group",
    ["minimise {", "minimise «{»"],
    ["cross_entropy(mood)\n  }", "cross_entropy(mood)"],
  ),
  unclosed(
    "a missing `}` of data",
    ["Diary {\n  from", "Diary «{»\n  from"],
    ['column("split")\n}', 'column("split")'],
  ),
  unclosed("a missing `}` at the end", ["on Diary {", "on Diary «{»"], ["batch:     32\n}", "batch:     32"]),
  slip("a missing `{`", "model Feeling {", "model «Feeling»", "FW0040"),
  slip("a `}` too many", "macs < 50M\n}\n", "macs < 50M\n}\n«}»\n", "FW0021"),
  slip("a missing `)`", "embed(64) |>", "embed«(»64 |>", "FW0020"),
  slip("a missing `)` at the end of a line", "dropout(0.3)", "dropout«(»0.3", "FW0020"),
  slip("a missing `]`", "[16, 32])", "«[»16, 32)", "FW0020"),
  slip("a `)` too many", "dropout(0.3)", "dropout(0.3)«)»", "FW0021"),
  slip("a `)` for a `]`", "[16, 32])", "[16, 32«)»)", "FW0022"),
  slip(
    "a brace on its own line",
    "Encoder(x: image, widths: list<int>) -> feature {",
    "Encoder(x: image, widths: list<int>) -> feature\n«{»",
    "FW0048",
  ),
  slip(
    "parameters that are not closed",
    "(x: image, widths: list<int>)",
    "«(»x: image, widths: list<int>",
    "FW0020",
  ),

  // ---- signs -------------------------------------------------------------------------------------------
  slip("a missing comma in a call", "dense(64, relu)\n  shown", "dense(«64 relu»)\n  shown", "FW0052"),
  slip("a missing comma between parameters", "x: image, widths", "x: «image widths»", "FW0052"),
  slip("two commas", "concat(said, shown)", "concat(said,«,» shown)", "FW0053"),
  slip("a missing colon of an input", "input words: text", "input «words» text", "FW0045"),
  slip("a missing sign of a setting", "epochs:    20", "«epochs    20»", "FW0047"),
  slip("`:` for `=` of a category", "Mood = [", "Mood«:» [", "FW0063"),
  slip("`=` for `:` of an input", "face:  image(", "face «=» image(", "FW0051"),
  slip("`=` for `:` in a call", "learning_rate: 1e-3", "learning_rate«=»1e-3", "FW0050"),
  slip("`==` for `=`", "joint = concat", "joint «==» concat", "FW0035"),
  slip("`:=` for `=`", "joint = concat", "joint «:=» concat", "FW0035"),
  slip("`->` for `|>`", "face |> Encoder", "face «->» Encoder", "FW0054"),
  slip("`|` for `|>`", "face |> Encoder", "face «|» Encoder", "FW0059"),
  slip("`:` for `->`", ") -> feature", ")«:» feature", "FW0064"),
  slip("`=>` for `->`", ") -> feature", ") «=>» feature", "FW0064"),
  slip("`|>` at the end of a line", "said, shown) |> dense", "said, shown) «|>»\n    dense", "FW0065"),
  slip("a semicolon", "dropout(0.3)", "dropout(0.3)«;»", "FW0030"),
  slip("a comma behind a setting", "epochs:    20", "epochs:    20«,»", "FW0031"),
  slip("`and` between conditions", "500k, macs", "500k «and» macs", "FW0059"),
  slip("`&&` between conditions", "500k, macs", "500k «&&» macs", "FW0059"),
  slip("chained comparisons", "parameters < 500k", "1k < parameters «<» 500k", "FW0055"),
  slip(
    "a missing `=` before a value",
    "joint = concat(said, shown)",
    "«joint concat»(said, shown)",
    "FW0047",
  ),
  slip("a group with a sign", "minimise {", "minimise«:» {", "FW0054"),

  // ---- words -------------------------------------------------------------------------------------------
  slip("a misspelt item", "model Feeling", "«modle» Feeling", "FW0049"),
  slip("a misspelt statement", "input face", "«inptu» face", "FW0049"),
  slip("a capital letter", "output mood", "«Output» mood", "FW0049"),
  slip("a misspelt `for`", "for width in", "for «width» on", "FW0045"),
  slip("`optional` alone", "input face:", "«optional» face:", "FW0045"),
  slip("`let`", "joint = concat", "«let» joint = concat", "FW0033"),
  slip("`export`", "block Encoder", "«export» block Encoder", "FW0033"),
  slip("a misspelt unit", "2)\n  }", "2 «sec»)\n  }", "FW0013"),

  // ---- habits ------------------------------------------------------------------------------------------
  slip("single quotes", '"glad"', "«'glad'»", "FW0011"),
  slip("curly quotes", '"glad"', "«“glad”»", "FW0011"),
  slip("a missing quote", '"glad", "sad"]', '"glad", «"»sad]', "FW0010"),
  slip("a comment of Python", "/// From words and a face.", "«#» From words and a face.", "FW0005"),
  slip("a comment of C", "/// From words and a face.", "«/*» From words and a face. */", "FW0005"),
  slip("an import of Python", "/// What is decided.", "«from» fuse import Net\n", "FW0033"),
  slip("an import of JavaScript", "/// What is decided.", '«import» { Net } from "./net"\n', "FW0033"),
  slip(
    "a function of Python",
    "block Encoder(",
    "«def» helper(x):\n  y = f(x)\n  return y\n\nblock Encoder(",
    "FW0033",
  ),
  slip(
    "a class of Python",
    "block Encoder(",
    "«class» Net(nn.Module):\n  def forward(self, x):\n    return self.f(x)\n\nblock Encoder(",
    "FW0033",
  ),
  slip(
    "a body of Python",
    "for width in widths {\n    x = x |> conv(width, bias: false) |> relu |> max_pool(2)\n  }",
    "for width in widths«:»\n    x = x |> conv(width, bias: false) |> relu |> max_pool(2)",
    "FW0054",
  ),
  slip("a loop of JavaScript", "for width in widths {", "for «(»width in widths) {", "FW0054"),
  slip("a loop of TypeScript", "for width in widths {", "for «width» of widths {", "FW0045"),
  slip("a branch", "  joint = concat", "  «if» said {\n  }\n  joint = concat", "FW0033"),
  slip("settings of Keras", "bias: false", "bias«=»false", "FW0050"),
  slip("a layer of Keras", "dropout(0.3)", "«Dense(64)»(said)", "FW0057"),
  slip(
    "a layer called with a value",
    "joint = concat(said, shown) |> dense(64, relu) |> dropout(0.3)",
    "joint = «dense(64)»(said)",
    "FW0057",
  ),
  slip("a list in round brackets", "[16, 32]", "«(16, 32)»", "FW0058"),
  slip("a category in braces", '["glad", "sad"]', '«{"glad", "sad"}»', "FW0041"),
  slip("a category of alternatives", '["glad", "sad"]', '"glad" «|» "sad"', "FW0059"),
  slip("a value with its type", "joint = concat", "joint«: feature» = concat", "FW0062"),
  slip("two names for a value", "joint = concat", "joint«,» rest = concat", "FW0054"),
  slip("two inputs on a line", "input face:", "input face«,» side:", "FW0054"),
  slip("names before their file", "/// What is decided.", '«use» { Other } from "./other.fuse"\n', "FW0045"),
  slip("`True`", "bias: false", "bias: «False»", CHECKER),
  slip("`None`", "bias: false", "bias: «None»", CHECKER),
  slip("settings by another name", "bias: false", "«use_bias»: false", CHECKER),
  slip("a layer by another name", "conv(width", "«Conv2D»(width", CHECKER),
];

const ENTRY = "feeling.fuse";
const FILES: ReadonlyMap<string, string> = new Map([["other.fuse", "block Other(x: image) { return x }"]]);

function replaced(text: string, [from, to]: Edit): string {
  if (text.split(from).length !== 2) throw new Error(`${from} is not there just once`);
  return text.replace(from, to);
}

/** What is defined: the names of items, inputs, values and settings, with their kinds. */
function defined(text: string): readonly string[] {
  const names: string[] = [];
  visit(parse({ file: ENTRY, text }).file, (node) => {
    if (!("body" in node || "name" in node) || node.kind === undefined) return;
    const { name, model } = node as { readonly name?: Identifier; readonly model?: Identifier };
    if (node.kind !== "type") names.push(`${node.kind} ${(name ?? model)?.text ?? ""}`);
  });
  return names;
}

function errorsIn(text: string): readonly Diagnostic[] {
  const { findings } = compile(ENTRY, (path) => (path === ENTRY ? text : FILES.get(path)));
  return findings.filter(({ severity }) => severity === "error");
}

test("the file itself is right", () => {
  expect(errorsIn(FEELING)).toEqual([]);
  expect(new Set(SLIPS.map(({ what }) => what)).size).toBe(SLIPS.length);
});

describe.each(SLIPS)("$what", ({ edits, code, lost = [] }) => {
  const broken = marked(edits.reduce(replaced, FEELING), ENTRY);

  test("is told once, in its place, with no echoes", () => {
    const found = errorsIn(broken.source.text);
    expect(found.map(({ span }) => [span.start, span.end])).toEqual(
      broken.spans.map(({ start, end }) => [start, end]),
    );
    const inSyntax = parse(broken.source).diagnostics.map((finding) => finding.code);
    expect(inSyntax).toEqual(code === CHECKER ? [] : found.map(() => code));
  });

  test("leaves all other declarations in the tree", () => {
    const names = defined(broken.source.text);
    const missing = defined(FEELING).filter((name) => !names.includes(name));
    expect(missing).toEqual(lost);
  });
});
