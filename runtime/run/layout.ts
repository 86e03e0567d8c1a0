import { join } from "node:path";

/** What stands where in a run's folder. */
export function runLayout(folder: string) {
  return {
    folder,
    /** What was asked for: model, seed, epochs, versions. Written once. */
    manifest: join(folder, "run.json"),
    /** The sources as they were compiled, below the project folder. */
    source: join(folder, "source"),
    /** The splits by hash, and what the encoders learned from the training rows. */
    data: join(folder, "data.json"),
    /** Which rows of the table each split has, as ranges from the first to behind the last. */
    splits: join(folder, "splits.json"),
    /** The engines that the run was trained on, one entry for each time it was started. */
    engines: join(folder, "engines.json"),
    /** One line per step and per epoch. */
    metrics: join(folder, "metrics.jsonl"),
    /** TensorFlow graphs, each in a folder called by its content's hash. */
    graphs: join(folder, "graphs"),
    /** Files of events for TensorBoard, where they were asked for. */
    tensorboard: join(folder, "tensorboard"),
    best: join(folder, "best.safetensors"),
    last: join(folder, "last.safetensors"),
    lock: join(folder, "lock"),
  } as const;
}

export type RunLayout = ReturnType<typeof runLayout>;
