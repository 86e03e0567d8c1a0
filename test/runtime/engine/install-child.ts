/** Installs an engine with a candidate that takes its time and says when it builds. */
import { appendFileSync } from "node:fs";
import { installEngine } from "../../../runtime/engine/install.ts";
import { installInCache } from "../../../runtime/engine/install-in-cache.ts";
import { debian, goodProbe, writePackage } from "./support-fakes.ts";

const [record = "", milliseconds = "0"] = process.argv.slice(2);

const obtain = installInCache("wheel", async ({ build }) => {
  const { folder, binding } = writePackage(build);
  appendFileSync(record, "built\n");
  process.stdout.write("building\n");
  await new Promise((resume) => setTimeout(resume, Number(milliseconds)));
  const name = { name: "@tensorflow/tfjs-node", version: "4.22.0", folder };
  return { package: name, binding, gpu: false, source: "slow.whl", sha256: "00" };
});

const { reused } = await installEngine(
  { cwd: record },
  { platform: debian, candidates: [{ kind: "wheel", name: "slow", obtain }], probe: async () => goodProbe },
);
process.stdout.write(reused ? "reused\n" : "installed\n");
