import { recordingsOrExit } from "../kit/recordings.ts";
import { type DigitSources, mnistFolder, RECORDINGS } from "./items.ts";

/** Where everything lies that the records are joined of; the process ends with advice where something is missing. */
export function digitSources(): DigitSources {
  const [sounds, signs] = recordingsOrExit(RECORDINGS) as [string, string];
  return { mnist: mnistFolder(), sounds, signs };
}
