import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bindingFile } from "../../../runtime/engine/manifest.ts";
import type { Platform } from "../../../runtime/engine/platform.ts";
import type { ProbeResult } from "../../../runtime/engine/probe.ts";

export const debian: Platform = {
  os: "linux",
  arch: "x64",
  libc: { name: "glibc", version: "2.36" },
  node: "22.11.0",
  cores: 4,
};

export const goodProbe: ProbeResult = { tensorflowVersion: "2.21.0", devices: ["cpu"], oneDNN: true };

/** Writes files below a folder, with the folders they need. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Puts something that looks like tfjs-node, addon included, below `<folder>/node_modules`. */
export function writePackage(
  folder: string,
  { name = "@tensorflow/tfjs-node", index = "", addon = true } = {},
): { folder: string; binding: string } {
  const place = join(folder, "node_modules", ...name.split("/"));
  writeFiles(place, {
    "package.json": JSON.stringify({ name, version: "4.22.0", main: "index.js" }),
    "index.js": index,
  });
  const binding = bindingFile(place, 8);
  if (addon) writeFiles(dirname(binding), { "tfjs_binding.node": "native" });
  return { folder: place, binding };
}
