import { type LibraryBlock, libraryBlocks } from "../../../compiler/library/blocks.ts";
import { training } from "../../compiler/kit/models.ts";

/** Imports of all blocks of the library that a text names. */
export function importsFor(text: string): string {
  const used = libraryBlocks().filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text));
  const libraries = [...new Set(used.map(({ library }) => library))];
  return libraries
    .map((library) => {
      const names = used.filter((block) => block.library === library).map(({ name }) => name);
      return `use ${library} { ${names.join(", ")} }\n`;
    })
    .join("");
}

/** A source whose one model consists of these statements, and is trained. */
function trainedModel(statements: string): string {
  const inputs = [...statements.matchAll(/^\s*(?:optional )?input (\w+)/gm)].map(([, name]) => name!);
  const outputs = [...statements.matchAll(/^\s*output (\w+):/gm)].map(([, name]) => name!);
  const others = outputs.filter((name) => name !== "mood");
  const pictures = [...statements.matchAll(/input (\w+):\s*image/g)].map(([, name]) => name!);
  const trained = pictures.reduce(
    (text, name) => text.replace(`${name} = column(`, `${name} = file(`),
    training("Example", [...inputs, ...others], "mood"),
  );
  return [
    importsFor(statements),
    'category Mood = ["glad", "sad"]\n',
    `model Example {\n${statements}\n}\n`,
    trained,
  ].join("");
}

/** The example of a block or an operator as a source. */
export const exampleModel = ({ example }: Pick<LibraryBlock, "example">): string => trainedModel(example);
