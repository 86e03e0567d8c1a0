import type { Comment } from "./ast.ts";

/** Only spaces and one line break: the comment stands directly above. */
const NEXT_LINE = /^[^\S\r\n]*(?:\r\n?|\n)[^\S\r\n]*$/;

/**
 * Finds the documentation of what begins at an offset: the `///` comments on the lines directly above it, each on a
 * line of its own, joined with newlines.
 */
export function documentationAbove(
  text: string,
  comments: readonly Comment[],
): (offset: number) => string | undefined {
  return (offset) => {
    const lines: string[] = [];
    let below = offset;
    for (let index = lastBefore(comments, offset); index >= 0; index -= 1) {
      const comment = comments[index]!;
      if (comment.style !== "doc" || !NEXT_LINE.test(text.slice(comment.span.end, below))) break;
      if (!ownLine(text, comment.span.start)) break;
      lines.push(comment.text);
      below = comment.span.start;
    }
    return lines.length === 0 ? undefined : lines.reverse().join("\n");
  };
}

/** The last comment that begins before an offset; comments come in order. */
function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether only spaces stand before an offset on its line. */
function ownLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && /[^\S\r\n]/.test(text.charAt(at))) at -= 1;
  return at < 0 || text.charAt(at) === "\n" || text.charAt(at) === "\r";
}
