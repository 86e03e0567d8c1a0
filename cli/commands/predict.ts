import { load } from "../../runtime/load.ts";
import type { InferenceEngine } from "../../runtime/model/inference.ts";
import { writeOutput } from "../output.ts";
import { predictionLines, predictionText } from "../prediction-text.ts";
import { readRecords } from "../records.ts";

interface PredictFlags {
  readonly checkpoint?: "best" | "last";
  readonly engine?: InferenceEngine;
  readonly json?: boolean;
  readonly out?: string;
}

/** `fusewire predict run record` */
export async function predict(
  run: string,
  record: string,
  { checkpoint, engine, json, out }: PredictFlags,
): Promise<number> {
  const { records, folder } = await readRecords(record);
  const model = await load(run, { checkpoint, engine });
  try {
    const predictions = await model.predict(records, { files: { folder } });
    writeOutput(json ? predictionLines(predictions) : predictionText(predictions), out);
    return 0;
  } finally {
    model.close();
  }
}
