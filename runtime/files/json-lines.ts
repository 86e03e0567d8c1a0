import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";

/** A file of one JSON value a line, which is only ever added to. */
export interface JsonLines {
  /** Adds a line, which reaches the file with the next flush. The value stays as it is until then. */
  append(value: object): void;
  /** Hands the waiting lines to the system, so that they outlive this process; the length of the file in bytes. */
  flush(): number;
  /** Brings everything to the disk too, so that it outlives the machine's power. The length is the place to come back to. */
  sync(): number;
  close(): void;
}

/** Waiting lines that are written without being asked for; many at once cost less than each by itself. */
const WAITING_LIMIT = 512;

/**
 * Opens or makes a file of JSON lines and forgets what stands behind byte `offset`.
 *
 * A file shorter than that lost its end with the machine's power; it is continued after its last whole line.
 */
export function openJsonLines(path: string, offset: number): JsonLines {
  const content = existsSync(path) ? readFileSync(path).subarray(0, offset) : Buffer.alloc(0);
  let length = content.lastIndexOf("\n") + 1;
  const file = openSync(path, "a");
  ftruncateSync(file, length);
  let waiting: object[] = [];

  function flush(): number {
    const bytes = Buffer.from(waiting.map((value) => `${JSON.stringify(value)}\n`).join(""));
    waiting = [];
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    length += bytes.length;
    return length;
  }

  return {
    append(value) {
      waiting.push(value);
      if (waiting.length >= WAITING_LIMIT) flush();
    },
    flush,
    sync() {
      flush();
      fdatasyncSync(file);
      return length;
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}
