/** What cannot begin a line where it stands. */
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { fix, spanOf } from "../findings.ts";
import { beginsItem, binds, hasItemWord, hasStatementWord } from "../layout.ts";
import { shortened } from "../literals.ts";
import * as t from "../tokens.ts";
import type { Start, Verdict } from "./start.ts";

export function bareBrace({ file, first }: Start): Verdict | undefined {
  if (first.tokenType !== t.Body) return undefined;
  const help = ["a body stands behind what it belongs to: `model Name { … }`"];
  return { diagnostic: diagnostic("unexpected_body", spanOf(file, first), {}, { help }) };
}

export function leadingPipe({ file, first }: Start): Verdict | undefined {
  if (first.tokenType !== t.Pipe) return undefined;
  return { diagnostic: diagnostic("nothing_to_pipe", spanOf(file, first), {}) };
}

export function itemInBody({ file, first, second, top }: Start): Verdict | undefined {
  if (top || !beginsItem(first, second)) return undefined;
  return { diagnostic: diagnostic("not_in_body", spanOf(file, first), { keyword: first.image }) };
}

export function outsideBody(start: Start): Verdict | undefined {
  const { first, top } = start;
  if (!top || hasItemWord(first, undefined)) return undefined;
  const help = ["at the top of a file stand `use`, `category`, `model`, `block`, `data` and `train`"];
  return { diagnostic: diagnostic("not_at_top", wholeLine(start), {}, { help }) };
}

/** A value that is neither named nor handed on, or nothing that could be a value. */
export function unnamed(start: Start): Verdict | undefined {
  const { line, first, second, top } = start;
  if (top || binds(first, second) || hasStatementWord(first, second)) return undefined;
  if (line.some((token) => token.tokenType === t.Body)) return undefined;
  if (!t.is(first, t.Name) && !line.some((token) => token.tokenType === t.Pipe)) {
    return { diagnostic: diagnostic("not_a_statement", wholeLine(start), {}) };
  }
  const [, , member, sign] = line;
  if (t.is(second, t.Dot) && t.is(member, t.Name) && t.is(sign, t.Equals)) {
    const gap = { file: start.file, start: first.startOffset, end: member!.startOffset };
    const details = {
      help: [`what has a name belongs to nothing else: \`${shortened(member!.image)} = …\``],
      fixes: [fix(`remove \`${shortened(first.image)}.\``, gap, "")],
    };
    return {
      diagnostic: diagnostic("unnamed_value", wholeLine(start), {}, details),
      tokens: line.slice(2),
    };
  }
  const help = ["name it, `x = …`, or hand it on with `return` or `output`"];
  const at = first.startOffset;
  return {
    diagnostic: diagnostic("unnamed_value", wholeLine(start), {}, { help }),
    // A value of no name, of which nothing more is said.
    tokens: [t.made(t.Name, "", at), t.made(t.Equals, "", at), t.made(t.Name, "", at)],
    guess: true,
  };
}

function wholeLine({ file, line, first }: Start) {
  return spanOf(file, first, line[line.length - 1]);
}
