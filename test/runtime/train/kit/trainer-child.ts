/** Trains in a process that a test can kill: `trainer-child.ts <file> <run>`, or `trainer-child.ts --resume <run>`. */
import { resume, train } from "../../../../runtime/train/train.ts";

const [first = "", run = ""] = process.argv.slice(2);
const options = { checkpointEvery: 20, onEvent: (event: object) => console.log(JSON.stringify(event)) };
await (first === "--resume" ? resume(run, options) : train(first, { out: run, ...options }));
