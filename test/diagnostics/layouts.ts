import { finding, type Sample, sample } from "./samples.ts";

/** Sources and marks that are hard to lay out, by what is hard about them. */
export const layouts: Readonly<Record<string, Sample>> = {
  "several-on-one-line": sample("joint = «#here sum»(«#words words», «#sound sound»)"),
  nested: sample("joint = «#whole sum(«#inner words», «#here sound»)»"),
  "primary-around-related": sample("joint = «#here sum(«#first words», sound)»"),
  "same-end": sample("joint = «#here dense(a, «#last concat(b, c)»»"),
  "same-span-twice": sample("joint = «#other «#here sum(a, b)»»"),
  touching: sample("«#left left»«#here +»«#right right»"),
  overlapping: {
    sources: [{ file: "sample.fuse", text: "one two three" }],
    diagnostics: [
      finding(
        { file: "sample.fuse", start: 0, end: 7 },
        { label: "here", related: [{ span: { file: "sample.fuse", start: 4, end: 13 }, text: "the other" }] },
      ),
    ],
  },
  "no-words": sample("joint = «#here sum»(«#words words»)", { label: "", related: [] }),
  "gap-of-one-and-of-many": sample(`
    «#first one»
    two
    «#third three»
    four
    five
    «#here six»
  `),
  "numbers-of-two-widths": sample(`${"\n".repeat(7)}«#eight x»\n«#nine x»\n«#ten x»\n«#here x»`),
  "several-lines": sample(`
    model M {
      joint = «#here vote(
        words,
        sight,
        sound,
      )»
    }
  `),
  "several-lines-from-the-edge": sample(`
    «#here model M {
      x = 1
      y = 2
      z = 3
    }»
  `),
  "one-within-several-lines": sample(`
    a = «#vote vote(
      «#words words»,
      sight,
      «#here sound»,
    )»
  `),
  "several-lines-in-another": sample(`
    «#model model M {
      a = «#here vote(
        words,
        sight,
      )»
      b = 2
    }»
  `),
  "several-lines-that-meet": sample(`
    a = «#here f(
      x
    )» + «#other g(
      y
    )»
  `),
  tabs: sample("\t\tx\t= «#here\tsum»(a,\t«#b b»)"),
  "wide-characters": sample(
    'group = ["«#han 漢字»", "«#family 👨‍👩‍👧»", "«#flag 🇫🇷»", "«#heart ❤️»", «#here x»]',
  ),
  "combining-characters": sample('name = "«#accent e\u0301te\u0301»" |> «#here lowercase»'),
  "end-of-file": sample("model M {«#open »\n  x = 1\n«#here »"),
  "empty-file": sample("«#here »"),
  "end-of-line": sample("x = «#here »\ny = 2"),
  "line-break-alone": sample("x = 1«#here \n»y = 2"),
  "whole-line-with-its-break": sample("«#here x = 1\n»y = 2"),
  "windows-line-breaks": sample("x = 1\r\ny = «#here two\r\nz» = 3\r\n"),
  "beyond-the-end": {
    sources: [{ file: "sample.fuse", text: "x = 1" }],
    diagnostics: [finding({ file: "sample.fuse", start: 4, end: 400 }, { label: "here" })],
  },
  "unknown-file": {
    sources: [],
    diagnostics: [
      finding({ file: "gone.fuse", start: 4, end: 7 }, { label: "here", help: ["find the file"] }),
    ],
  },
  "control-characters": sample('x = "\u001b[31m«#here \u202e\u0007\u009b»" // \u2028', {
    message: "found \u001b]0;title\u0007 here",
    help: ["not \u001b[2J this"],
  }),
  "words-over-two-lines": sample("x = «#here y»", { label: "first\nsecond", message: "one\n  two" }),
};
