import { fileURLToPath } from "node:url";
import { createWorkspace } from "../../compiler/workspace/workspace.ts";
import { startChild } from "../child.ts";
import { type Contestant, ratioOf, takeTurns } from "../measure.ts";
import type { Comparison, Row } from "../report.ts";

const ROUNDS = 9;

const CATEGORY = 'category Answer = ["yes", "no"]\n';

/** A model of about so many operators, three to a line: the layers of a residual network on vectors. */
function chain(name: string, operators: number, activation = "relu"): string {
  const lines = Array.from({ length: Math.round(operators / 3) }, (_, i) => {
    const last = i === 0 ? "x" : `h${i}`;
    return `  h${i + 1} = sum(${last}, ${last} |> dense(16, ${i === 7 ? activation : "relu"})) |> layer_norm`;
  });
  return `model ${name} {
  input x: vector(16)
${lines.join("\n")}
  output answer: Answer = h${lines.length} |> classify(Answer)
}
`;
}

/** Models of 50 lines each, in 2,000 lines. */
function many(activation: string): string {
  const models = Array.from({ length: 40 }, (_, i) => chain(`M${i}`, 3 * 45, i === 20 ? activation : "relu"));
  return CATEGORY + models.join("\n");
}

/** How checking grows with what is checked, and what an edit costs, in a process that is warm. */
export const scale: Comparison = async (say) => {
  say(`scale: ${ROUNDS} rounds`);
  const checking = (operators: number, repeat: number): Contestant => {
    const source = CATEGORY + chain("M", operators);
    return {
      name: `${operators} operators`,
      async turn() {
        const start = performance.now();
        for (let i = 0; i < repeat; i++) checkIn(createWorkspace(), source);
        return (performance.now() - start) / 1000 / repeat / operators;
      },
    };
  };
  const [small, large] = [checking(1000, 5), checking(10_000, 1)];
  const growth = await takeTurns([small, large], ROUNDS);

  const workspace = createWorkspace();
  let edits = 0;
  const whole: Contestant = {
    name: "checking",
    turn: async () => seconds(() => checkIn(createWorkspace(), many("relu"))),
  };
  const edited: Contestant = {
    name: "checking again",
    async turn() {
      checkIn(workspace, many("relu"));
      const source = many(edits++ % 2 === 0 ? "gelu" : "tanh");
      return seconds(() => checkIn(workspace, source));
    },
  };
  const again = await takeTurns([whole, edited], ROUNDS);
  const notes = [
    `Checking 10,000 operators takes ${Math.min(...growth.get(large)!.map((s) => s * 10_000)).toFixed(1)} s, and an edit of 2,000 lines ${Math.min(...again.get(edited)!.map((s) => 1000 * s)).toFixed(0)} ms, at best.`,
  ];
  const rows: Row[] = [
    {
      what: "checking 10,000 operators takes … times as long, for each of them, as checking 1,000",
      ratio: ratioOf(growth, large, small),
      bar: { kind: "at most", value: 1.2 },
    },
    {
      what: "checking 2,000 lines again, of which one was edited, takes … times as long as checking them",
      ratio: ratioOf(again, edited, whole),
      bar: { kind: "at most", value: 0.1 },
    },
  ];
  const python = process.env.FUSEWIRE_PYTHON;
  if (python !== undefined) {
    say("scale: building the same in Keras");
    const child = await startChild([python, fileURLToPath(new URL("../python/build.py", import.meta.url))]);
    const keras: Contestant = { name: "Keras", turn: async () => (await child.take(1000)) / 1000 };
    await keras.turn();
    const times = await takeTurns([keras, small], 3);
    child.end();
    rows.push({
      what: `building 1,000 operators as a Keras model (${child.facts.library}) takes … times as long as checking them`,
      ratio: ratioOf(times, keras, small),
    });
  }
  return { rows, notes };
};

function checkIn(workspace: ReturnType<typeof createWorkspace>, source: string): void {
  const { findings } = workspace.check("main.fuse", (path) => (path === "main.fuse" ? source : undefined));
  if (findings.length > 0) throw new Error(findings[0]!.message);
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
