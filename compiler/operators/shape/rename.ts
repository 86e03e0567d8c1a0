import { arranged } from "../../lower/arrange.ts";
import { CHANNEL, LABEL } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { renaming } from "../settings.ts";

export const rename = operator({
  name: "rename",
  summary: "Gives axes other names.",
  documentation:
    "Operators find axes by name and join those of one name, so that a new name decides what belongs together: after `rename(word: key)` the places of a text are told apart from those of another. All names are given at once, so that two axes may exchange theirs. What is called `channel` afterwards is moved behind all other axes. A rate stays with its axis.",
  family: "shape",
  operands: { x: one(["feature", "signal", "tokens", "weight"], "the value whose axes are renamed") },
  settings: { axes: renaming("what axes of these names are called from here on") },
  presence: "pass",
  ragged: "pass",
  type({ x }, { axes: names }, at) {
    const renamed = x.axes.map((axis) => ({
      ...axis,
      name: Object.hasOwn(names, axis.name) ? names[axis.name]! : axis.name,
    }));
    for (const [i, { name }] of renamed.entries()) {
      if (renamed.findIndex((other) => other.name === name) === i) continue;
      const old = Object.keys(names).find((from) => names[from] === name) ?? name;
      return at.fail("axis_taken", `axes.${old}`, { operator: "rename", axis: name });
    }
    const label = renamed.find(({ name }) => name === LABEL);
    if (label !== undefined) return at.fail("axis_reserved", "call", { axis: LABEL });
    const isChannel = ({ name }: { name: string }) => name === CHANNEL;
    const ordered = [...renamed.filter((axis) => !isChannel(axis)), ...renamed.filter(isChannel)];
    return { kind: x.kind, axes: ordered, range: x.range };
  },
  lower({ g }, { x }, { axes: names }, { axes }) {
    // By the names that the operand has for them.
    const old = new Map(Object.entries(names).map(([from, to]) => [to, from]));
    return arranged(
      g,
      x,
      axes.map((axis) => ({ ...axis, name: old.get(axis.name) ?? axis.name })),
    );
  },
  example: `
    input photo: image(8, 8, rgb)
    rows = photo |> rename(height: row) |> mean(over: width) |> gru(4)
    output mood: Mood = rows |> classify(Mood)`,
});
