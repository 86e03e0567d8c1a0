import { exportOnnx } from "../../runtime/build/export.ts";

interface ExportFlags {
  readonly out: string;
  readonly checkpoint?: "best" | "last";
  readonly force?: boolean;
}

/** `fusewire export run -o model.onnx` */
export async function exportRun(run: string, flags: ExportFlags): Promise<number> {
  const { model, bytes, inputs, outputs } = exportOnnx(run, flags);
  console.log(`Wrote ${model} to ${flags.out}: ${(bytes / 1024).toFixed(0)} KiB`);
  console.log(`takes ${inputs.join(", ")}; gives ${outputs.join(", ")}`);
  return 0;
}
