import { join } from "node:path";
import { programNodes, type Variable } from "../../../compiler/graph/graph.ts";
import { type CompiledModel, programsOf } from "../../../compiler/plan/compiled-model.ts";
import { readSafetensors, writeSafetensors } from "../../files/safetensors.ts";
import { difference, showChange } from "../answers.ts";
import { drawValues } from "../draws.ts";
import { judged, type Property } from "../property.ts";

const ROWS = 8;

export const savedAndRestored: Property = {
  name: "saved_and_restored",
  summary: "A model that is saved and loaded answers as before, bit by bit.",
  documentation:
    "The variables of the model are written to a file and read into the same model with other values, as a checkpoint is; its answers before and after must be the same to the last bit. What the graph uses but does not declare as a variable of the model is lost on the way, and is told.",
  defects: [
    "PyKale `LowRankTensorFusion`: the factors are not in the model's state, so that a loaded model computes something else",
  ],
  static: false,
  async check(lab) {
    const { model } = lab.trial;
    const { feeds } = lab.batch(ROWS, 0);
    const used = usedBy(model);
    const first = await lab.another();
    const second = await lab.another();
    try {
      first.assign(drawValues(used, lab.attempt(0)));
      const before = await first.run("predict", feeds);
      const file = join(lab.folder, "saved.safetensors");
      const declared = new Set(model.variables.map(({ name }) => name));
      const saved = new Map([...first.read()].filter(([name]) => declared.has(name)));
      writeSafetensors(file, { tensors: saved, metadata: {} });
      second.assign(new Map([...drawValues(used, lab.attempt(1)), ...readSafetensors(file).tensors]));
      const found = difference(before, await second.run("predict", feeds), 0);
      if (found === undefined) return judged([]);
      const lost = used.filter(({ name }) => !declared.has(name)).map(({ name }) => name);
      const why = lost.length === 0 ? "" : `: not saved is ${lost.join(", ")}`;
      const message = `${found.output} of row ${found.row} changes ${showChange(found)} when the model is saved and loaded${why}`;
      const { output, row, change } = found;
      return judged([{ message, output, row, change, ...(lost[0] !== undefined && { weight: lost[0] }) }]);
    } finally {
      first.close();
      second.close();
    }
  },
};

/** The variables that the model declares, and those that its programs use. */
function usedBy(model: CompiledModel): Variable[] {
  const all = new Map(model.variables.map((variable) => [variable.name, variable]));
  for (const program of programsOf(model)) {
    for (const { primitive, attributes } of programNodes(program)) {
      const variable = attributes.variable as Variable;
      if (primitive === "read" && !all.has(variable.name)) all.set(variable.name, variable);
    }
  }
  return [...all.values()];
}
