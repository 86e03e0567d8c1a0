import { readFileSync } from "node:fs";
import { writeAtomically } from "../../runtime/files/atomic.ts";

/**
 * Puts a text between `<!-- table:name … -->` and `<!-- /table:name -->` of a Markdown file.
 *
 * @throws Error where the file has no such marks
 */
export function writeBetweenMarks(file: string, name: string, text: string): void {
  const marks = new RegExp(`(<!-- table:${name}\\b[^>]*-->\\n)[\\s\\S]*?(<!-- /table:${name} -->)`);
  const old = readFileSync(file, "utf8");
  if (!marks.test(old)) throw new Error(`${file} has no place for the table ${name}`);
  writeAtomically(
    file,
    old.replace(marks, (_, open: string, close: string) => `${open}\n${text}\n\n${close}`),
  );
}
