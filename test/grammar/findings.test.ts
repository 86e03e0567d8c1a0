import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { syntaxMessages } from "../../diagnostics/messages/syntax.ts";
import type { Source } from "../../diagnostics/source.ts";
import { LARGEST_SOURCE, MOST_BRACKETS, MOST_FINDINGS, MOST_TYPES } from "../../grammar/limits.ts";
import { parse } from "../../grammar/parse.ts";
import { expectFindings } from "../kit/expect-findings.ts";
import { marked } from "../kit/marked.ts";
import { firstFixes, mended } from "./kit/mend.ts";

type Name = keyof typeof syntaxMessages;

/** A source in which all that is marked is one kind of finding, and what its fixes make of it where it has some. */
type Case = readonly [source: string, mended?: string];

const inModel = (text: string): string => `model A {\n  ${text}\n}`;
const model = (source: string, mended?: string): Case =>
  mended === undefined ? [inModel(source)] : [inModel(source), inModel(mended)];

const deep = "(".repeat(MOST_BRACKETS - 1);
const flat = ")".repeat(MOST_BRACKETS - 1);

const cases: Readonly<Record<Name, readonly Case[]>> = {
  source_too_large: [[`«»${"/".repeat(LARGEST_SOURCE + 1)}`]],
  too_many_errors: [],
  hidden_character: [
    ["«\u0007»", ""],
    ["// a «\u202e»comment", "// a comment"],
    ['category A = ["«\u2066»x", "«\ud800»"]', 'category A = ["x", ""]'],
    ["model A {\n  x «\u0000»= 1\n}", "model A {\n  x = 1\n}"],
  ],
  unexpected_character: [
    ["category A = [«$»good]"],
    model("x = «\\» y"),
    model("x = y«`»"),
    model("x = «™»"),
    model("x = «“»y"),
  ],
  foreign_comment: [
    ["«#» moods\ncategory A = [] «#»!", "// moods\ncategory A = [] //!"],
    ["«/*» several\nlines */ category A = []"],
  ],
  unclosed_comment: [["category A = []\n«/*» open *"], ["«/*»"], ["«/*»/"]],

  unclosed_string: [
    ['category A = [«"»good]', 'category A = ["good"]'],
    model('x = f(«"»a', 'x = f("a"'),
    model('x = «"»'),
    model('x = f(«"»a, b: [1])', 'x = f("a, b: [1"])'),
    model('x = «"»a\\" b', 'x = "a\\" b"'),
  ],
  foreign_quotes: [
    ["category A = [«'a'», «'b \"c'»]", 'category A = ["a", "b \\"c"]'],
    model("x = f(«“a”», «‘b’», «„c“», «`d`»)", 'x = f("a", "b", "c", "d")'),
    ["use «'./a.fuse'» { B }", 'use "./a.fuse" { B }'],
  ],
  unknown_escape: [
    model('x = "a«\\d»b"', 'x = "a\\\\db"'),
    model(
      'x = "«\\u{D800}» «\\u{110000}» «\\u{}» «\\u»0041"',
      'x = "\\\\u{D800} \\\\u{110000} \\\\u{} \\\\u0041"',
    ),
  ],
  unknown_unit: [
    model("x = 10«px»"),
    model("x = 16 «khz»", "x = 16 kHz"),
    model("x = 2 «seconds» + 3«MiB»", "x = 2 s + 3MiB"),
    model("input x: audio(2 s) @ 16 «kilohertz»"),
    model("x = 3 «epochs»"),
    model("x = 1«m»", "x = 1M"),
    model("require a < 500 «K», b < 50 «GFLOPs»", "require a < 500 k, b < 50 GFLOPs"),
    model("x = f(500 «K», 2)", "x = f(500 k, 2)"),
  ],
  malformed_number: [
    model("x = [«5.», «.5», «.5k»]", "x = [5.0, 0.5, 0.5k]"),
    model("x = [«1__0», «1_», «1_.0», «1.0_e3»]"),
  ],
  number_too_large: [model("x = «1e999»"), model("x = «1e308k»")],

  unclosed_bracket: [
    model("x = f«(»64\n  y = 2", "x = f(64)\n  y = 2"),
    model("x = «[»1, 2\n  y = 2", "x = [1, 2]\n  y = 2"),
    model("x = f(«[»1, 2)", "x = f([1, 2])"),
    model("x = f(a, «(»b |> c", "x = f(a, (b |> c))"),
    model("x = f«(»a // 2, b: 3)"),
    ["block F«(»x: image -> feature {\n  return x\n}", "block F(x: image) -> feature {\n  return x\n}"],
    ["model A «{»\n  x = 1\n\nmodel B {\n}"],
    ["model A {\n  g «{»\n    x = 1\n}"],
    ["model A «{»"],
  ],
  stray_bracket: [
    model("x = f(64)«)»", "x = f(64)"),
    model("x = 1«]»", "x = 1"),
    ["model A {\n}\n«}»", "model A {\n}\n"],
    ["«)»", ""],
  ],
  mismatched_bracket: [
    model("x = f(a«]»", "x = f(a)"),
    model("x = [f(a), b«)»", "x = [f(a), b]"),
    model("x = f(a«}»\n  y = 1", "x = f(a)\n  y = 1"),
  ],
  nested_too_deeply: [
    model(`x = ${deep}«(»1)${flat}`),
    model(`x = ${deep}«[»1, (2)]${flat}`),
    model(`input x: ${"list<".repeat(MOST_TYPES)}list«<»int${">".repeat(MOST_TYPES + 1)}`),
    model(`«x» = a${" + 1".repeat(600)}`),
  ],

  semicolon: [
    [
      "train A on B {\n  epochs: 20«;»\n  batch: 1«;» seed: 2\n}",
      "train A on B {\n  epochs: 20\n  batch: 1\n seed: 2\n}",
    ],
    ["category A = []«;»", "category A = []"],
    model("a { x: 1«;» }", "a { x: 1 }"),
  ],
  comma_after_statement: [
    [
      "train A on B {\n  epochs: 20«,»\n  batch: 1«,» seed: 2\n}",
      "train A on B {\n  epochs: 20\n  batch: 1\n seed: 2\n}",
    ],
    ["model A {\n}«,»\nmodel B {\n}", "model A {\n}\nmodel B {\n}"],
  ],
  same_line: [
    model("x = 1 «y» = 2", "x = 1 \ny = 2"),
    model("x = f(1) «epochs»: 2", "x = f(1) \nepochs: 2"),
    ["model A { } «model» B { }", "model A { } \nmodel B { }"],
    model("a { b: 1 } «c» = 2", "a { b: 1 } \nc = 2"),
  ],
  foreign_word: [
    model("«let» x = 1", "x = 1"),
    model("«const» x: 1\n  «var» y = 2", "x: 1\n  y = 2"),
    ["«import» vision"],
    ['«from» "vision" import Net'],
    ["«def» f(x):\n  y = == x\n  return y\nmodel A { }"],
    ["«class» Net {\n  constructor(x, y) { this.x = x; }\n}"],
    ["«enum» Mood { glad, sad }"],
    ["«export» model A { }", "model A { }"],
    model("«if» x {\n    y = 1\n  }"),
    model("«while» (x) {\n  }\n  y = 2"),
  ],
  unnamed_value: [
    model("«dense(64)»"),
    model("«x |> f»"),
    model("«self.x = 3»", "x = 3"),
    model("«print(x)»\n  y = 1"),
  ],
  equality_for_assignment: [model("x «==» y\n  z «:=» 1", "x = y\n  z = 1"), model("x «+=» y")],
  not_a_statement: [model("«64»"), model('«"a text"»\n  y = 1'), model("«[1, 2]»"), model("«@decorator»")],
  not_at_top: [["«x = f(64)»\nmodel A { }"], ["«return x»"], ["«input x: vector(8)»"], ['«"a text"»']],
  not_in_body: [
    model("«category» B = []"),
    model("«model» B {\n    x = 1\n  }\n  y = 2"),
    model('«use» "./a.fuse" { B }'),
  ],
  nothing_to_pipe: [model("«|>» f"), model("x = «|>» f\n  y = 1")],
  missing_body: [
    ["model «A»"],
    ["block F() -> «feature»\nmodel A { }"],
    ["model A«:»\n  x = 1\n  y = 2"],
    ['use «"./a.fuse"»'],
    ["train A on «B»"],
    model("for a in «b»"),
  ],
  unexpected_body: [
    model("x = «{ a: 1, b: 2 }»\n  y = 2"),
    model("x = f(«{ a: 1 }»)"),
    ['category Mood = «{"a", "b"}»'],
    ["«{\n  x = 1\n}»"],
    model("x = f «{ }»"),
  ],
  missing_name: [
    ["«model» {\n}"],
    ["model «3» {\n}"],
    ['category «"a"» = []'],
    model("input «3»: vector(8)"),
    model("optional «input»"),
    ["train A «on» {\n}"],
    ["«train» on B {\n}"],
  ],
  missing_type: [
    model("input «x»"),
    model("output «y» = x"),
    model("weight «w» = f()"),
    ["block F(«x», y: int) -> feature { }"],
    ["block F(«n» = 3) { }"],
  ],
  missing_value: [
    ["train A on B {\n  epochs«:»\n}"],
    model("x «=»\n  y = 2"),
    model("x = f(a«:», b: 2)"),
    model("x = a «+»"),
    model("x = f(a «==»)"),
    model("x = a «..»"),
    model("for a «in» { }"),
    model("x = [a for a in b «if»]"),
    model("input x: audio(2 s) «@»"),
  ],
  missing_part: [
    ["category «Mood»"],
    ["category «Mood» [1]", "category Mood = [1]"],
    ["«use» { A }"],
    ['«use» { A } from "./a.fuse"', 'use "./a.fuse" { A }'],
    ["block «F» -> feature { }"],
    ["block F() «->» { }"],
    model("output y: «M»"),
    model("input «x» vector(8)", "input x: vector(8)"),
    model("«optional» x: vector(8)", "optional input x: vector(8)"),
    model("x = y «|>»"),
    model("x = y«.»"),
    model("x = «()»"),
    model("«return»"),
    model("«require»"),
    model("«for» [1] { }"),
    model("for «w» of ws { }"),
    model("input x: list<«int»"),
    model("input x: list«<>»"),
    model("input x«:»"),
  ],
  empty_list: [['use "./a.fuse" «{ }»'], ["use std.vision «{\n}»"]],
  missing_sign: [
    ["train A on B {\n  «epochs 20»\n  batch: 2\n}"],
    ['data D {\n  «from "a.csv"»\n  «split column»("split")\n}'],
    model("«x [»1]"),
  ],
  brace_on_own_line: [
    ["model A\n«{»\n  x = 1\n}", "model A {\n  x = 1\n}"],
    ["block F() -> feature\n\n«{»\n}", "block F() -> feature {\n}"],
    model("for a in b\n  «{»\n  }", "for a in b {\n  }"),
    ["model A // why\n«{»\n}"],
  ],
  unknown_word: [
    ["«modle» A {\n  x = 1\n}", "model A {\n  x = 1\n}"],
    ["«Model» A { }", "model A { }"],
    ["«theorem» A { }"],
    model("«inptu» x: vector(8)\n  «OUTPUT» y: M = x", "input x: vector(8)\n  output y: M = x"),
    model("«foo» bar { }"),
    model("«retrun» x", "return x"),
  ],
  broken_line: [
    model("y = x «|>»\n    f", "y = x \n    |> f"),
    model("y = x «+»\n    z"),
    model("y = x\n    «*» z"),
    model("y «=»\n    f(x)"),
    model("y = x\n    «.»f()"),
  ],
  missing_arrow: [
    ["block F(x: image)«:» feature { }", "block F(x: image) -> feature { }"],
    ["block F(x: image) «=>» feature { }", "block F(x: image) -> feature { }"],
    ["block F(x: image) «feature» { }", "block F(x: image) -> feature { }"],
    ["block F() «(»a: image) { }", "block F() -> (a: image) { }"],
  ],
  typed_value: [
    model("x«: feature» = y", "x = y"),
    model("x«: list<int>» = [1]\n  z: a >= 3", "x = [1]\n  z: a >= 3"),
  ],
  colon_for_value: [
    ['category Mood«:» ["a"]', 'category Mood = ["a"]'],
    model("output y: M«:» x", "output y: M = x"),
  ],

  unquoted_path: [
    ["use «./vision.fuse» { ConvNet }", 'use "./vision.fuse" { ConvNet }'],
    ["use «../shared/vision-2.fuse» { ConvNet }", 'use "../shared/vision-2.fuse" { ConvNet }'],
    ["use «vision.fuse» { ConvNet }", 'use "./vision.fuse" { ConvNet }'],
  ],
  equals_in_call: [
    model("x = f(3, size«=»3, b «=» 4)", "x = f(3, size: 3, b: 4)"),
    model("input x: text(words«=»8)", "input x: text(words: 8)"),
    model("return a «=» x, b «=»y", "return a: x, b: y"),
  ],
  equals_for_type: [
    model(
      "input x «=» image(8, 8)\n  optional input y«=»text(1)",
      "input x: image(8, 8)\n  optional input y:text(1)",
    ),
  ],
  missing_comma: [
    model("x = f(«a b»)", "x = f(a, b)"),
    model("x = [«1\n 2»]", "x = [1,\n 2]"),
    model("x = f(«64 relu», «b c»: 2)", "x = f(64, relu, b, c: 2)"),
    model("x = f(«rate 2»)"),
    model("x = f(«64 px», 2)"),
    ["block F(x: «image\n  y»: image) { }", "block F(x: image,\n  y: image) { }"],
    ['use "./a.fuse" { «A\n  B» }', 'use "./a.fuse" { A,\n  B }'],
  ],
  extra_comma: [
    model("x = f(a,«,» b)", "x = f(a, b)"),
    model("x = [«,»a, b]", "x = [a, b]"),
    model("x = [«,»]", "x = []"),
  ],
  unexpected: [
    model("x = a «b»"),
    model("x = a «->» f", "x = a |> f"),
    model("x = y >«>» f"),
    model("x «,» y = f(z)"),
    model("input x«,» y: vector(8)"),
    model("x = [1 «;» 2]", "x = [1 , 2]"),
    model("require a < 1«;» b < 2", "require a < 1, b < 2"),
    model("for «(»a in b) { }", "for a in b { }"),
    model("minimise«:» {\n    a: 1\n  }", "minimise {\n    a: 1\n  }"),
    model("x = 0..1«..»2"),
    model("x = [1, 2 «for» a in b]"),
    ["model A«(»x: image) { }"],
    ["model A «B» { }"],
    model("x = f(«=» 1)"),
    model('x = a «"b"»'),
    model("x = f(y.shape«[»1])"),
    ["train A «with» B {\n}", "train A on B {\n}"],
    ["block F«<»T>(x: image) { }"],
    ["block F(x: List«[image]», n: int«[]») { }", "block F(x: list<image>, n: list<int>) { }"],
  ],
  chained_comparison: [model("require 1k < a «<» 2M"), model("x = a == b «==» c")],
  pipe_into_value: [
    model("x = y |> «64»"),
    model("x = y |> «f + 1»"),
    model('x = y |> «"f"»'),
    model("x = y |> «[f]»"),
    model("x = y |> «(f |> g)»"),
    model("x = y |> «-f»"),
    model("x = y |> «0..1»"),
    model("x = y |> «[f for f in fs]»"),
    model("x = y |> «feature[3]»"),
  ],
  call_of_value: [model("x = «dense(64)»(y)"), model("x = «3»(y)"), model("x = («a + b»)(y)")],
  tuple: [
    ["category Mood = «(1, 2)»", "category Mood = [1, 2]"],
    model("x = f(a: «(1,)»)", "x = f(a: [1,])"),
    model("for a in «(1, 2)» { }", "for a in [1, 2] { }"),
  ],
  foreign_operator: [
    model("x = a «**» 2"),
    model("x = a «%» 2"),
    model("x = a «|» f", "x = a |> f"),
    model('x = "a" «|» "b"'),
    model("require a < 1 «&&» b < 2 «and» c < 3", "require a < 1 , b < 2 , c < 3"),
    model("require a < 1 «||» b < 2 «or» c < 3"),
    model("x = a «===» b", "x = a == b"),
    model("x = a «!==» b", "x = a != b"),
    model("x = «!»a"),
    model("x = f(a «?» b : c)"),
    model("x = a «if» b else c"),
    model("x = f(a «if» b else c, 2)"),
    model("x = f(a: «not» b, c: «lambda» y)"),
    model("x = (y) «=>» y"),
  ],
  new_without_call: [
    model("x = «new Tower»", "x = new Tower()"),
    model("x = «new a.Tower»", "x = new a.Tower()"),
  ],
  new_in_pipe: [model("x = y |> «new F(a: 1)»", "x = y |> F(a: 1)")],
};

const check = (source: Source): readonly Diagnostic[] => parse(source).diagnostics;

describe.each(Object.entries(cases).filter(([, all]) => all.length > 0))("%s", (name, all) => {
  test.each(all.map(([source, right]) => [shortened(source), source, right] as const))(
    "%s",
    (_, source, right) => {
      const wrong = marked(source);
      expectFindings(
        check,
        wrong,
        wrong.spans.map(() => ({ name: name as Name })),
      );
      const fixes = firstFixes(check(wrong.source));
      const after = mended(wrong.source, fixes);
      expect(fixes.length === 0 ? undefined : after.text).toBe(right);
      const rest = check(after).map((finding) => finding.name);
      if (fixes.length === wrong.spans.length) expect(rest).not.toContain(name);
    },
  );
});

function shortened(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

test("too many findings are not all listed, and the last says so", () => {
  const text = `model A {\n${"x ==\n".repeat(MOST_FINDINGS * 3)}}`;
  const findings = check({ file: "test.fuse", text });
  expect(findings).toHaveLength(MOST_FINDINGS + 1);
  expect(findings.at(-1)?.name).toBe("too_many_errors");
});

describe("examples", () => {
  const examples = Object.entries(syntaxMessages).flatMap(([name, message]) =>
    "wrong" in message ? [[name, message.wrong, message.right] as const] : [],
  );

  test.each(examples)(
    "the wrong one of %s has that finding alone, the right one none",
    (name, wrong, right) => {
      const names = check({ file: "test.fuse", text: wrong }).map((finding) => finding.name);
      expect(new Set(names)).toEqual(new Set([name]));
      expect(check({ file: "test.fuse", text: right })).toEqual([]);
    },
  );
});

test("every finding of the parser is covered by a case", () => {
  const uncovered = Object.entries(cases).filter(
    ([name, all]) => all.length === 0 && name !== "too_many_errors",
  );
  expect(uncovered).toEqual([]);
  expect(Object.keys(cases).toSorted()).toEqual(Object.keys(syntaxMessages).toSorted());
});
