/** Comments and empty lines, by their places. */
import type { Comment } from "../grammar/ast.ts";
import { firstFrom } from "./extents.ts";
import type { Above, Remark } from "./tree.ts";

/** What lies between two words. */
export interface Gap extends Above {
  /** The comment that ends the line of the word before. */
  readonly behind: string | undefined;
}

/** The comments of a text. */
export interface Trivia {
  readonly text: string;
  /** In order, without those between slash and star. */
  readonly comments: readonly Comment[];
}

/** What lies between two offsets, where no word is. */
export function gapBetween({ text, comments }: Trivia, from: number, to: number): Gap {
  const inside: Comment[] = [];
  for (let index = firstFrom(comments, from, ({ span }) => span.start); index < comments.length; index += 1) {
    if (comments[index]!.span.start >= to) break;
    inside.push(comments[index]!);
  }
  const [first] = inside;
  // A comma that lies between is written behind the word.
  const ends = first !== undefined && from > 0 && !/\n[^,]*$/.test(text.slice(from, first.span.start));
  let at = ends ? first.span.end : from;
  const above = (ends ? inside.slice(1) : inside).map((comment): Remark => {
    const blank = hasEmptyLine(text.slice(at, comment.span.start));
    at = comment.span.end;
    return { text: written(text, comment), blank };
  });
  return {
    behind: ends ? written(text, first) : undefined,
    above,
    blank: hasEmptyLine(text.slice(at, to)),
  };
}

/** A comment as it stands in the text. */
function written(text: string, { span }: Comment): string {
  return text.slice(span.start, span.end).replace(/[ \t]+$/, "");
}

function hasEmptyLine(gap: string): boolean {
  return /\n\s*\n/.test(gap);
}
