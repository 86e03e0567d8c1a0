import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { bytesOf, LARGEST_ONNX } from "../../compiler/targets/onnx/limit.ts";
import { writeOnnx } from "../../compiler/targets/onnx/model.ts";
import { failure } from "../failure.ts";
import { writeAtomically } from "../files/atomic.ts";
import { VERSION } from "../version.ts";
import { recordFacts } from "./record-facts.ts";
import { openSubject, type SubjectOptions } from "./subject.ts";
import { trainedOf } from "./target.ts";

export interface ExportOptions extends Pick<SubjectOptions, "checkpoint"> {
  /** The file to write. */
  readonly out: string;
  /** Whether a file that is there is replaced. */
  readonly force?: boolean | undefined;
}

/** What was exported. */
export interface Exported {
  readonly model: string;
  readonly bytes: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * Writes the model of a run's folder as one ONNX file with the weights inside, at most `largest` bytes of them. How records become its inputs, and what
 * its outputs are, stands in its metadata under `fusewire.records`, as JSON.
 *
 * @throws RuntimeFailure about run or checkpoint; `file-exists`, `target-limit`, `not-trained`
 */
export function exportOnnx(
  run: string,
  { out, force = false, checkpoint }: ExportOptions,
  largest = LARGEST_ONNX,
): Exported {
  requirePlace(out, force);
  const subject = openSubject(run, { checkpoint });
  const { values, fitted } = trainedOf(subject, "an ONNX file");
  const { interface: face, predict } = subject.compiled;
  const size = bytesOf(values.values());
  if (size > largest) {
    throw failure("target-limit", {
      message: `${face.model} has ${gibibytes(size)} GiB of weights, and an ONNX file holds at most ${gibibytes(largest)}`,
      help: "Serve it from the run's folder with the `load` function of the fusewire package.",
    });
  }
  const { bytes, feeds, results } = writeOnnx(predict, {
    values,
    sources: subject.sources,
    metadata: { "fusewire.records": JSON.stringify(recordFacts(subject.compiled, fitted)) },
    version: VERSION,
  });
  writeAtomically(out, bytes);
  return {
    model: face.model,
    bytes: bytes.length,
    inputs: feeds.map(({ port }) => port),
    outputs: results.map(({ port }) => port),
  };
}

const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);

function requirePlace(out: string, force: boolean): void {
  const parent = dirname(out);
  if (!existsSync(parent)) {
    throw failure("file-missing", {
      message: `there is no folder ${parent} to write into`,
      help: "Make it first, or write elsewhere.",
    });
  }
  if (!existsSync(out)) return;
  if (statSync(out).isDirectory()) {
    throw failure("file-exists", {
      message: `${out} is a folder`,
      help: "Name the file, as in -o model.onnx.",
    });
  }
  if (!force) {
    throw failure("file-exists", {
      message: `${out} is there already`,
      help: "Write elsewhere, or replace it with --force.",
    });
  }
}
