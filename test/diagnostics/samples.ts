import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Message } from "../../diagnostics/messages/define.ts";
import type { Source, Span } from "../../diagnostics/source.ts";
import { type Marked, marked } from "../kit/marked.ts";

/** A registry of its own, so that these tests stand whatever Fusewire's says. */
export const registry: Readonly<Record<string, Message>> = {
  sizes_differ: {
    code: "FW2104",
    severity: "error",
    message: "these cannot be added: their `{axis}` sizes differ, {first} and {other_one}",
    explanation: "Values are added place by place. Project them to one width first.",
    wrong: "model M {\n  joint = sum(a, b)\n}\n",
    right: "model M {\n  joint = sum(a, b, width: 128)\n}\n",
  },
  unused: {
    code: "FW1007",
    severity: "warning",
    message: "`{name}` is not used",
    explanation: "Nothing depends on it. Remove it, or use it.",
  },
};

/** A finding at `span` that differs from a plain one in what is given. */
export function finding(span: Span, given: Partial<Diagnostic<string>> = {}): Diagnostic<string> {
  return {
    name: "sizes_differ",
    code: "FW2104",
    severity: "error",
    message: "these cannot be added: their `channel` sizes differ",
    span,
    related: [],
    help: [],
    fixes: [],
    ...given,
  };
}

export interface Sample {
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic<string>[];
}

/** A sample of one source with one finding: primary at the mark `here`, related at every other named mark. */
export function sample(text: string, given: Partial<Diagnostic<string>> = {}, file = "sample.fuse"): Sample {
  const source = marked(text, file);
  return { sources: [source.source], diagnostics: [at(source, given)] };
}

function at({ named }: Marked, given: Partial<Diagnostic<string>>): Diagnostic<string> {
  const related = Object.entries(named)
    .filter(([name]) => name !== "here")
    .map(([name, span]) => ({ span, text: `the ${name}` }));
  return finding(named.here!, { label: "here", related, ...given });
}

const page = marked(
  `model Sentiment {${"\n".repeat(10)}  sound = voice |> mel(64) |> ConvNet(widths: [16, 32]) |> «#sound dense(96)»
  words = phrase |> «#words embed(128)» |> mean(over: word)

  joint = «#here sum(words, sound)»
`,
  "sentiment.fuse",
);

/** The example of the language's own description. */
export const example: Sample = {
  sources: [page.source],
  diagnostics: [
    finding(page.named.here!, {
      label: "128 and 96",
      // Named out of order on purpose: they are shown as the source has them.
      related: [
        { span: page.named.words!, text: "feature[128], from here" },
        { span: page.named.sound!, text: "feature[96], from here" },
      ],
      help: ["project them to one width: sum(words, sound, width: 128)"],
      fixes: [
        {
          title: "project them to one width",
          edits: [
            {
              span: { ...page.named.here!, start: page.named.here!.end - 1, end: page.named.here!.end - 1 },
              text: ", width: 128",
            },
          ],
        },
      ],
    }),
  ],
};

const main = marked(
  `
    use "./vision 1.fuse" { ConvNet }

    model M {
      sight = picture |> «ConvNet(width: 16)»
      «spare» = picture |> mean(over: space)
    }
  `,
  "main.fuse",
);
const vision = marked(
  `
    block ConvNet(«#parameter x: image», widths: list<int>) -> feature {
      return «#body x
        |> conv(8)
        |> relu»
    }
  `,
  "lib/vision 1.fuse",
);

/** Two files, two severities, spans over several lines, and a file whose text is not at hand. */
export const twoFiles: Sample = {
  sources: [main.source, vision.source],
  diagnostics: [
    finding(main.spans[0]!, {
      message: "`ConvNet` has no setting `width`; 100% sure: {see} [below](1)",
      related: [
        { span: vision.named.body!, text: "its body" },
        { span: vision.named.parameter!, text: "its parameter" },
        { span: { file: "std/unknown.fuse", start: 4, end: 9 }, text: "and there" },
      ],
      help: ["did you mean `widths`?", "settings of a block are named always,\nin any order"],
      fixes: [{ title: "write `widths`", edits: [{ span: main.spans[0]!, text: "ConvNet(widths: [16])" }] }],
    }),
    finding(main.spans[1]!, {
      name: "unused",
      code: "FW1007",
      severity: "warning",
      message: "`spare` is not used",
    }),
    finding(vision.named.body!, {
      name: "remark",
      code: "FW3001",
      severity: "note",
      message: "this is a note of no registry",
    }),
  ],
};
