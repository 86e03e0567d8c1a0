import { cpus } from "node:os";
import { loadEngine } from "../runtime/engine/load.ts";

/** What a measurement depends on. */
export async function describeMachine(): Promise<Readonly<Record<string, string>>> {
  const engine = await loadEngine();
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    CPU: `${processors.length} × ${processors[0]?.model.trim() ?? "unknown"}`,
    Node: process.versions.node,
    TensorFlow: `${engine.tensorflowVersion} (${engine.package})`,
    device: engine.devices.join(" and "),
    threads: `${engine.threads.intra} in an operation, ${engine.threads.inter} beside one another`,
    oneDNN: engine.oneDNN ? "on" : "off",
  };
}
