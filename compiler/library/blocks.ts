import { parse } from "../../grammar/parse.ts";
import { LIBRARY } from "./sources.generated.ts";

/** A block of the standard library, for people. */
export interface LibraryBlock {
  /** What it is imported from: `std.vision`. */
  readonly library: string;
  readonly name: string;
  /** What it takes and gives, as its source says: `block ConvNet(x: …, widths: list<int>) -> feature`. */
  readonly signature: string;
  /** Markdown. */
  readonly documentation: string;
  /** Statements of a model that uses it, with `category Mood = ["glad", "sad"]` given; ends with an output. */
  readonly example: string;
}

/** All blocks of the standard library. Each has its example, as fenced code, in its documentation. */
export function libraryBlocks(): LibraryBlock[] {
  return Object.entries(LIBRARY).flatMap(([file, text]) =>
    parse({ file, text }).file.items.flatMap((item): LibraryBlock[] => {
      if (item.kind !== "block") return [];
      const [documentation = "", example = "", more = ""] =
        item.documentation?.split(/^```(?:fuse)?$/m).map((part) => part.trim()) ?? [];
      return [
        {
          library: file.replace(/[.]fuse$/, "").replaceAll("/", "."),
          name: item.name.text,
          signature: text.slice(item.span.start, text.indexOf(" {\n", item.span.start)),
          documentation: [documentation, more].filter((part) => part !== "").join("\n\n"),
          example,
        },
      ];
    }),
  );
}
