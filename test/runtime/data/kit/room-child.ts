/**
 * Loads a table of wide rows and feeds an epoch of it, with so much memory for encoded rows; tells the most memory that
 * was resident meanwhile, and the sum of a number of each row.
 *
 *     room-child.ts FOLDER FILE WIDTH MEMORY
 */
import { loadDataset } from "../../../../runtime/data/dataset.ts";
import { startThread } from "../../../../runtime/threads/entry.ts";
import { openFeeder } from "../../../../runtime/train/feeding/feeder.ts";
import { categoryOutput, dataPlan, textInput } from "../../samples.ts";

const [folder = "", file = "", width = "", memory = ""] = process.argv.slice(2);
const dataset = await loadDataset({
  plan: dataPlan(file, { x: "x", group: "group" }),
  interface: {
    inputs: [textInput("x", Number(width), 1000)],
    outputs: [categoryOutput("group", ["a", "b"])],
  },
  folder,
  room: { memory: Number(memory), folder },
});
const { train } = dataset.splits;
const feeder = openFeeder(startThread({ task: "feed" }));
const size = 32;
const feeding = feeder.begin({ parts: [train.stored], size, rows: train.rows, seed: 1 });
let sum = 0;
for (let row = 0; row < train.rows; row += size) {
  const rows = Math.min(size, train.rows - row);
  const { data } = (await feeding.next({ epoch: 0, row }, rows)).x as { data: Int32Array };
  for (let i = 0; i < rows; i++) sum += data[i * Number(width)]!;
  await new Promise(setImmediate);
}
feeder.close();
dataset.close();
// Of Linux and Node alike in KiB.
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({ kind: train.stored.kind, rows: train.rows, sum, resident: maxRSS * 1024 }),
);
