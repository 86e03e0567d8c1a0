/**
 * Splits a text into words: the longest runs of letters, marks and digits of any script, after Unicode
 * normalisation (NFC), so that an accent typed as its own character makes no difference. Everything else
 * separates: `don't` is two words, `3.5` is two, and a script written without spaces is one word per phrase.
 * Upper and lower case stay apart unless the data declaration says `lowercase`.
 */
export function splitWords(text: string): string[] {
  return text.normalize("NFC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
