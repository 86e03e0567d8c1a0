import { listNames } from "../../diagnostics/suggest.ts";
import { build as buildTarget } from "../../runtime/build/build.ts";
import type { Target } from "../../runtime/build/target.ts";
import { USAGE } from "../exit-codes.ts";
import { failure } from "../failure.ts";

/** What may be chosen about some targets; the others do not look at it. */
interface TargetFlags {
  readonly tfjs?: string;
}

interface BuildFlags extends TargetFlags {
  readonly target: string;
  readonly out: string;
  readonly model?: string;
  readonly checkpoint?: "best" | "last";
  readonly force?: boolean;
}

/** Every target by name, loaded when it is asked for. */
const TARGETS: Readonly<Record<string, () => Promise<Target<TargetFlags>>>> = {
  browser: async () => (await import("../../runtime/build/targets/browser.ts")).browser,
  "json-schema": async () => (await import("../../runtime/build/targets/json-schema.ts")).jsonSchema,
  typescript: async () => (await import("../../runtime/build/targets/typescript.ts")).typescript,
  savedmodel: async () => (await import("../../runtime/build/targets/savedmodel.ts")).savedModel,
};

/** `fusewire build model.fuse --target json-schema -o schema` */
export async function build(path: string, { target, ...flags }: BuildFlags): Promise<number> {
  const load = Object.hasOwn(TARGETS, target) ? TARGETS[target] : undefined;
  if (load === undefined) {
    throw failure(`there is no target ${target}`, [`give ${listNames(Object.keys(TARGETS))}`], USAGE);
  }
  const { model, files } = await buildTarget(path, await load(), flags);
  console.log(`Wrote ${model} to ${flags.out}: ${files.join(", ")}`);
  return 0;
}
