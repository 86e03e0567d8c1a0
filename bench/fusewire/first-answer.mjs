/**
 * Loads a run's model as its users do, and predicts one record.
 *
 *     first-answer.mjs RUN RECORD.json    # files of the record lie beside it
 */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { load } from "../../dist/index.js";

const [run, file] = process.argv.slice(2);
const model = await load(run);
const record = JSON.parse(readFileSync(file, "utf8"));
const [decision] = await model.predict([record], { files: { folder: dirname(file) } });
if (decision === undefined) throw new Error("nothing was predicted");
model.close();
