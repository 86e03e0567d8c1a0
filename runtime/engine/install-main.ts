import { installEngine } from "./install.ts";

const { engine, passedOver, times, reused } = await installEngine({
  gpu: process.argv.includes("--gpu"),
  force: process.argv.includes("--force"),
  onProgress: ({ phase, message, fraction }) => console.log(phase, message, fraction ?? ""),
  onPassedOver: ({ name, error }) => console.log(`passed over ${name}: ${error.message}`),
});
console.log(
  JSON.stringify({ engine, times, reused, passed: passedOver.map((p) => p.error.reason) }, null, 1),
);
