import { stepsOf } from "../../../compiler/plan/compiled-model.ts";
import { writeProject } from "../../../compiler/targets/typescript/project.ts";
import { feedElements, rowsIn } from "../../../runtime/eager/feeds.ts";
import type { HostTensor, HostTensors } from "../../../runtime/engine/engine.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../runtime/files/safetensors.ts";
import type { OpenModel } from "../../../runtime/model/backend.ts";
import type { Model, Scope, State } from "../../../templates/typescript/model.ts";
import type { Training, takeStep } from "../../../templates/typescript/step.ts";
import { load } from "../../compiler/targets/typescript/kit/project.ts";
import type { Subject } from "./subjects.ts";

export type Tf = typeof import("@tensorflow/tfjs");
type Tensors = Readonly<Record<string, ReturnType<Tf["tensor"]>>>;
type Definition = Training<object, object, Tensors>;

/** What a module is opened with, beside what it exports. */
const INSIDES = `export { DEFINITION };
export { createModel, createScope, createState } from "./support/model.ts";
export { takeStep } from "./support/step.ts";`;

interface Insides {
  readonly DEFINITION: Definition;
  createState(definition: Definition, seed: number): State;
  createModel(definition: Definition, state: State): Model<object, object>;
  createScope(state: State, feeds: Tensors, rows: number): Scope;
  takeStep: typeof takeStep<object, object, Tensors>;
}

/** The TypeScript that is generated for a model, computing with a tfjs, as another way to run it. */
export async function openGenerated(tf: Tf, { entry, read, compiled }: Subject): Promise<OpenModel> {
  const { model } = compiled.interface;
  const files = await writeProject(entry, read, model, { tfjs: "web" });
  const path = [...files.keys()].find((one) => /^src\/[^/]+\.ts$/.test(one))!;
  const opened = new Map([...files, [path, `${files.get(path)!}\n${INSIDES}`]]);
  const { DEFINITION, createModel, createState, createScope, takeStep } = load<Insides>(opened, path, tf);
  const state = createState(DEFINITION, 0);
  const own = createModel(DEFINITION, state);
  const steps = stepsOf(compiled).map(({ name }) => name);
  const specs = [...compiled.predict.feeds, ...stepsOf(compiled).flatMap(({ feeds }) => feeds)];

  const fedFrom = (feeds: HostTensors): Tensors =>
    Object.fromEntries(
      specs.map((spec) => {
        const { shape } = feeds[spec.name]!;
        const kind = spec.dtype === "float32" ? "float32" : "int32";
        const sizes = shape.length > 0 ? [...shape] : sizesOf(spec.shape, rowsIn(specs, feeds));
        return [spec.name, tf.tensor(Array.from(feedElements(spec, feeds[spec.name])), sizes, kind)];
      }),
    );

  return {
    compiled,
    async run(program, feeds): Promise<Record<string, HostTensor>> {
      const rows = rowsIn(specs, feeds);
      const fed = fedFrom(feeds);
      const phase = DEFINITION.phases[steps.indexOf(program)];
      if (phase !== undefined) {
        const [loss] = takeStep(DEFINITION, phase, state, fed, rows);
        tf.dispose(fed);
        return { loss: { dtype: "float32", shape: [], data: Float32Array.of(loss) } };
      }
      const given = tf.tidy(() => {
        const scope = createScope(state, fed, rows);
        const values = DEFINITION.forward(scope);
        return program === "evaluate"
          ? { loss: DEFINITION.phases.at(-1)!.loss(scope, values) }
          : (DEFINITION.given(values) as Tensors);
      });
      const found = Object.entries(given).map(([name, one]): [string, HostTensor] => [
        name,
        { dtype: "float32", shape: one.shape, data: one.dataSync() as Float32Array },
      ]);
      tf.dispose([fed, given]);
      return Object.fromEntries(found);
    },
    assign(values) {
      const bytes = Buffer.concat(encodeSafetensors({ tensors: new Map(values), metadata: {} }));
      own.loadWeights(bytes);
    },
    assignStates: () => {},
    read: async () => new Map(decodeSafetensors(await own.saveWeights(), "saved").tensors),
    close: () => own.dispose(),
  };
}

const sizesOf = (shape: readonly (number | { readonly batch: number })[], rows: number): number[] =>
  shape.map((dim) => (typeof dim === "number" ? dim : dim.batch * rows));
