import { bytesOf } from "../files/bytes.ts";
import { sha256 } from "../files/hash.ts";
import type { FeedRows } from "./feeds.ts";

/** SHA-256 over names, types, shapes and numbers. */
export function hashFeeds(feeds: readonly FeedRows[]): string {
  return sha256(
    ...feeds.flatMap(({ name, dtype, shape, data }) => [
      JSON.stringify([name, dtype, shape, data.length]),
      bytesOf(data),
    ]),
  );
}
