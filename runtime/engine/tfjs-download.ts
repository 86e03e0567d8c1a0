import { lookup } from "node:dns/promises";
import { readdir, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { engineError } from "./error.ts";
import { type BindingPackage, npmEnvironment } from "./packages.ts";
import type { Report } from "./progress.ts";
import { looksLikeFullDisk, looksLikeNetwork, runCommand, tail } from "./run-command.ts";

const downloadTimeout = 20 * 60_000;
const lookupTimeout = 5_000;

/**
 * Lets tfjs-node's own install script fetch libtensorflow, and the ready-made addon where there is one (there is none
 * for Linux on arm64, nor where the script's host has only the library).
 *
 * @throws EngineError `no-network`, `download-failed`, `timed-out`, `no-space`
 */
export async function downloadNative(
  target: BindingPackage,
  { env, gpu, log, report }: { env: NodeJS.ProcessEnv; gpu: boolean; log: string; report: Report },
): Promise<void> {
  const host = await downloadHost(target, env);
  report("look", `looking for tfjs's downloads${host === undefined ? "" : ` on ${host}`}`);
  if (host !== undefined && !(await resolves(host))) {
    throw engineError("no-network", { what: "the host of tfjs's downloads", host });
  }
  report("download", "downloading libtensorflow from tfjs");
  const tools = join(target.folder, "..", "..", ".bin");
  const result = await runCommand(
    process.execPath,
    [join("scripts", "install.js"), gpu ? "gpu" : "cpu", "download"],
    {
      cwd: target.folder,
      env: { ...npmEnvironment(env), PATH: `${tools}${delimiter}${env.PATH ?? ""}` },
      timeout: downloadTimeout,
      log,
    },
  );
  const what = "libtensorflow from tfjs";
  if (result.timedOut)
    throw engineError(
      "timed-out",
      { what: `The download of ${what}`, seconds: downloadTimeout / 1000 },
      { log },
    );
  if (looksLikeFullDisk(result.output)) throw engineError("no-space", { folder: target.folder }, { log });
  const libraries = await readdir(join(target.folder, "deps", "lib")).catch(() => []);
  if (libraries.some((name) => name.startsWith("libtensorflow"))) return;
  if (looksLikeNetwork(result.output))
    throw engineError("no-network", { what: "the host of tfjs's downloads" }, { log });
  throw engineError(
    "download-failed",
    { what, detail: tail(result.output, 3) || "nothing was downloaded" },
    { log },
  );
}

/** The host that the install script will ask; undefined behind a proxy, where names need not resolve here. */
async function downloadHost(target: BindingPackage, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];
  if (proxies.some((name) => env[name])) return undefined;
  const content = JSON.parse(await readFile(join(target.folder, "package.json"), "utf8")) as {
    binary?: { host?: string };
  };
  const address =
    env.TFJS_NODE_BASE_URI ?? env.TFJS_NODE_CDN_STORAGE ?? env.CDN_STORAGE ?? content.binary?.host;
  return address !== undefined && URL.canParse(address) ? new URL(address).hostname : undefined;
}

async function resolves(host: string): Promise<boolean> {
  const late = new Promise<never>((_, reject) => setTimeout(reject, lookupTimeout).unref());
  return Promise.race([lookup(host), late]).then(
    () => true,
    () => false,
  );
}
