/**
 * Loads a run's model as its users do, and predicts one record.
 *
 *     first-answer.mjs RUN RECORD.json
 */
import { readFileSync } from "node:fs";
import { load } from "../../dist/index.js";

const [run, file] = process.argv.slice(2);
const model = await load(run);
const [decision] = await model.predict([JSON.parse(readFileSync(file, "utf8"))]);
if (decision === undefined) throw new Error("nothing was predicted");
model.close();
