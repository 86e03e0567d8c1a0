import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cellError } from "../encoders/define.ts";

/** Containers that hold what they say they hold; playlists, which name other files, are none of them. */
const CONTAINERS =
  "mov,matroska,avi,mpegts,mpeg,mpegvideo,ogg,flv,asf,gif,apng,h264,hevc,m4v,ivf,mp3,flac,wav,aac,aiff,w64,caf,amr";

const ABSENT =
  "Install ffmpeg, so that it is found on the path: `apt install ffmpeg`, `brew install ffmpeg` or `winget install ffmpeg`.";

/**
 * Runs ffmpeg on the bytes of a file and gives what it writes, at most `most` bytes. It reads that file alone.
 *
 * @param what is decoded, for a message: `video`
 * @throws CellError, also where there is no ffmpeg
 */
export async function runFfmpeg(
  bytes: Uint8Array,
  output: readonly string[],
  { what, most }: { readonly what: string; readonly most: number },
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "fusewire-"));
  const path = join(folder, "input");
  try {
    await writeFile(path, bytes);
    const input = ["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS, "-i", path];
    const quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1"];
    return await collected([...quiet, ...input, ...output, "pipe:1"], what, most);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function collected(args: readonly string[], what: string, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn("ffmpeg", args, { stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    let size = 0;
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else child.kill();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (said.length < 2000) said += chunk.toString();
    });
    child.on("error", (error) =>
      reject(cellError(`ffmpeg, which reads ${what}, cannot be started: ${error.message}`, ABSENT, error)),
    );
    child.on("close", (code) => {
      if (size > most) resolve(Buffer.concat(chunks));
      else if (code === 0) resolve(Buffer.concat(chunks));
      else {
        const lines = said.trim().split("\n");
        const cause = (lines.at(-1) ?? "").replace(/^.*?input: /, "").replace(/^\[[^\]]*\] /, "");
        reject(
          cellError(`ffmpeg cannot read it: ${cause}`, `Use a ${what} file that other programs can open.`),
        );
      }
    });
  });
}
