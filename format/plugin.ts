/**
 * Prettier's plugin for Fusewire: `prettier --plugin fusewire/prettier model.fuse`. There is one layout, whatever the
 * settings of a project say, so that the command line, editors and Prettier itself all write the same.
 */
import type { Parser, Printer, SupportLanguage } from "prettier";
import { builders } from "prettier/doc";
import { layOut } from "./lay-out.ts";

/** A whole source, laid out. */
interface Root {
  readonly laidOut: string;
  readonly length: number;
}

export const languages: SupportLanguage[] = [
  {
    name: "Fusewire",
    parsers: ["fusewire"],
    extensions: [".fuse"],
    aliases: ["fuse"],
    vscodeLanguageIds: ["fusewire"],
  },
];

export const parsers: Record<string, Parser<Root>> = {
  fusewire: {
    astFormat: "fusewire",
    parse: (text) => ({ laidOut: layOut(text), length: text.length }),
    locStart: () => 0,
    locEnd: ({ length }) => length,
  },
};

export const printers: Record<string, Printer<Root>> = {
  fusewire: {
    print: ({ node }) => builders.join(builders.literalline, node.laidOut.split("\n")),
  },
};
