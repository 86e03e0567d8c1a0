import type { Program, Variable } from "../../compiler/graph/graph.ts";
import type { HostTensor, HostTensors } from "../engine/engine.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { VariableValues } from "../model/backend.ts";
import { DTYPES } from "./kernels/elementwise.ts";
import { isNumber, planOf } from "./plan.ts";
import { type Held, type OpenPlan, openPlan } from "./run-plan.ts";
import type { EagerTensor, Tfjs } from "./tfjs.ts";

/** Programs on the present backend of tfjs, with the variables they share. */
export interface EagerPrograms {
  /**
   * Runs a program on feeds in the form in which batches come, and gives its results by name. All is computed before
   * this returns, or is on its way; the promise is for the numbers.
   *
   * @throws RuntimeFailure `backend-lacks-kernel`; no variable has moved then
   */
  run(program: string, feeds: HostTensors): Promise<Record<string, HostTensor>>;
  /** Sets every variable. Throws where one is missing. */
  assign(values: VariableValues): void;
  /** Sets the states among the variables, all of them. */
  assignStates(values: VariableValues): void;
  /** The values of all variables. */
  read(): Promise<Map<string, StoredTensor>>;
  close(): void;
}

/** Opens programs that share variables, whose values they have not yet. */
export function openEager(
  tf: Tfjs,
  programs: readonly Program[],
  variables: readonly Variable[],
): EagerPrograms {
  const held = new Map<string, Held>();
  const open = new Map<string, OpenPlan>();
  const plans = new Map(programs.map((program) => [program.name, program]));

  /** Programs that are never run cost nothing. */
  function planCalled(name: string): OpenPlan {
    const program = plans.get(name);
    if (program === undefined) throw new Error(`there is no program ${name}`);
    const plan = open.get(name) ?? openPlan(tf, planOf(program));
    open.set(name, plan);
    return plan;
  }

  function set(some: readonly Variable[], values: VariableValues): void {
    const next = some.map((variable) => {
      const value = values.get(variable.name);
      if (value === undefined) throw new Error(`the variable ${variable.name} has no value`);
      return [variable, value] as const;
    });
    for (const [variable, { shape, data }] of next) {
      release(held.get(variable.name));
      held.set(
        variable.name,
        isNumber(variable) ? data[0]! : tf.tensor(data.slice(), [...shape], DTYPES[variable.dtype]),
      );
    }
  }

  return {
    run: (program, feeds) => planCalled(program).run(feeds, held),
    assign: (values) => set(variables, values),
    assignStates: (values) =>
      set(
        variables.filter(({ role }) => role === "state"),
        values,
      ),
    async read() {
      // What is read now is the state of now, whatever runs meanwhile.
      const copies = variables.map(({ name }) => {
        const value = held.get(name);
        if (value === undefined) throw new Error(`the variable ${name} has no value`);
        return [name, typeof value === "number" ? value : tf.clone(value)] as const;
      });
      try {
        return new Map(
          await Promise.all(copies.map(async ([name, value]) => [name, await stored(value)] as const)),
        );
      } finally {
        for (const [, value] of copies) release(value);
      }
    },
    close() {
      for (const value of held.values()) release(value);
      for (const plan of open.values()) plan.close();
      held.clear();
      open.clear();
    },
  };
}

function release(value: Held | undefined): void {
  if (typeof value === "object") value.dispose();
}

async function stored(value: EagerTensor | number): Promise<StoredTensor> {
  if (typeof value === "number") return { shape: [], data: Int32Array.of(value) };
  const data = await value.data();
  if (data instanceof Uint8Array) throw new Error("a variable holds truth values");
  return { shape: value.shape, data: data.slice() };
}
