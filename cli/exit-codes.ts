/** Findings, or a run that failed. */
export const FAILED = 1;
/** The command was not used as it is meant. */
export const USAGE = 2;
