/** Words with which other languages begin a line, and what is written here instead. */

const USE = 'other files are brought in with `use "./file.fuse" { Name }`';
const BLOCK = "a reusable part is written `block Name(x: image) -> feature { … }`";
const MODEL = "a model is written `model Name { … }`, a reusable part `block Name(…) -> … { … }`";
const CATEGORY = 'a closed set of names is written `category Name = ["…", "…"]`';
const BRANCH = "nothing branches or repeats while a model runs; `for … in …` repeats before it does";

export const FOREIGN_WORDS: ReadonlyMap<string, string> = new Map([
  ["import", USE],
  ["from", USE],
  ["include", USE],
  ["def", BLOCK],
  ["fn", BLOCK],
  ["fun", BLOCK],
  ["func", BLOCK],
  ["function", BLOCK],
  ["struct", MODEL],
  ["class", MODEL],
  ["enum", CATEGORY],
  ["union", CATEGORY],
  ["if", BRANCH],
  ["else", BRANCH],
  ["elif", BRANCH],
  ["while", BRANCH],
]);

/** Those of them that the name of what is defined follows. */
export const DEFINES: ReadonlySet<string> = new Set(
  [...FOREIGN_WORDS].flatMap(([word, help]) => ([BLOCK, MODEL, CATEGORY].includes(help) ? [word] : [])),
);

/** Whether a word begins a branch or a repetition: what stands in its body is read like any other. */
export function isBranch(word: string): boolean {
  return FOREIGN_WORDS.get(word) === BRANCH;
}

/** Whether a word begins a definition of another language, of whose body nothing can be said. */
export function isForeignDefinition(word: string): boolean {
  return FOREIGN_WORDS.has(word) && !isBranch(word);
}
