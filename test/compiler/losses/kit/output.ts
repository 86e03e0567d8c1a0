import { outputKinds } from "../../../../compiler/outputs/index.generated.ts";
import type { OutputSpec, OutputType } from "../../../../compiler/plan/interface.ts";

/** An output of some type, as losses see it. */
export function outputOf(type: OutputType): OutputSpec {
  const target = outputKinds[type.kind].target(type as never);
  return { ...type, name: "wanted", span: { file: "", start: 0, end: 0 }, target };
}
