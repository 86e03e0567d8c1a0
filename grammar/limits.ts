/** What bounds the work that any source can cause. */

/** The largest source that is read, in UTF-16 units. */
export const LARGEST_SOURCE = 1_048_576;

/** How many findings are listed for one file. */
export const MOST_FINDINGS = 1000;

/** How many brackets may stand within each other: each costs the parser some 6 kB of stack, of which hosts give 1 MB. */
export const MOST_BRACKETS = 64;

/** How many `<` of types may stand within each other. */
export const MOST_TYPES = 32;

/** How many nodes of one statement may stand within each other; long chains of operators are deep trees too. */
export const DEEPEST_TREE = 500;
