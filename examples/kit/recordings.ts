import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Recordings that others publish and that are too large to come along. */
export interface Recordings {
  readonly title: string;
  /** Below the folder of all recordings. */
  readonly folder: string;
  /** What lies in it, as published. */
  readonly holds: string;
  /** A git repository. */
  readonly from: string;
  readonly licence: string;
  readonly size: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const VARIABLE = "FUSEWIRE_RECORDINGS";
const USUAL = join(root, "examples/recordings");

/**
 * Where recordings lie: below the folder that `FUSEWIRE_RECORDINGS` names, or `examples/recordings`.
 *
 * @throws Error that says how to get those which are not there
 */
export function findRecordings(
  wanted: readonly Recordings[],
  parent: string = process.env[VARIABLE] || USUAL,
): string[] {
  const places = wanted.map(({ folder, holds }) => join(parent, folder, holds));
  const missing = wanted.filter((_, i) => !existsSync(places[i]!));
  if (missing.length === 0) return places;
  const lines = missing.flatMap(({ title, from, licence, size, folder }) => [
    `  # ${title}, ${licence}, ${size}`,
    `  git clone --depth 1 ${from} ${relative(root, join(USUAL, folder))}`,
  ]);
  throw new Error(
    [
      `These recordings are needed, and are not in ${parent}:`,
      "",
      ...lines,
      "",
      `Where you have them already, name the folder that holds ${missing.map(({ folder }) => folder).join(" and ")} in ${VARIABLE}.`,
    ].join("\n"),
  );
}

/** What a script does first: it ends with the advice of {@link findRecordings} alone where something is missing. */
export function recordingsOrExit(wanted: readonly Recordings[]): string[] {
  try {
    return findRecordings(wanted);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
