import { createHash } from "node:crypto";
import { bytesOf } from "../files/bytes.ts";
import { sha256 } from "../files/hash.ts";
import type { FeedRows, FeedSpec } from "./feeds.ts";

/** SHA-256 over names, types, shapes and numbers of rows that come one after another, however many at a time. */
export function hashFeeds(specs: readonly FeedSpec[]) {
  const hashes = specs.map(({ name, dtype, shape }) => ({
    says: [name, dtype, shape],
    numbers: createHash("sha256"),
  }));
  return {
    add(feeds: readonly FeedRows[]): void {
      feeds.forEach(({ data }, i) => void hashes[i]!.numbers.update(bytesOf(data)));
    },
    digest: (rows: number): string =>
      sha256(JSON.stringify([rows, ...hashes.map(({ says, numbers }) => [says, numbers.digest("hex")])])),
  };
}
