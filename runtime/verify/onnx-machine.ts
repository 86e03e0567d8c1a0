import type { Variable } from "../../compiler/graph/graph.ts";
import { encodeFeed, feedWire } from "../../compiler/targets/tensorflow/wire.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import { loadOnnxRuntime } from "../onnx/library.ts";
import { type OnnxSession, openSession } from "../onnx/session.ts";
import type { Machine, Numbers } from "./machine.ts";

/**
 * ONNX Runtime as what computes. Some of its operators know single precision alone, so all is computed in that.
 *
 * @throws RuntimeFailure `onnx-unavailable`
 */
export async function onnxMachine(): Promise<Machine> {
  const ort = await loadOnnxRuntime();
  return {
    name: `ONNX Runtime ${ort.env.versions.node ?? ort.env.versions.common}, in single precision`,
    isSingle: true,
    async open(programs, variables) {
      const values = new Map<string, StoredTensor>();
      const sessions = new Map<string, Promise<OnnxSession>>();
      const set = (variable: Variable, value: StoredTensor | undefined) => {
        if (value === undefined) throw new Error(`the variable ${variable.name} has no value`);
        values.set(variable.name, value);
      };
      return {
        async run(name, feeds) {
          const program = programs.find((one) => one.name === name);
          if (program === undefined) throw new Error(`there is no program ${name}`);
          const opening = sessions.get(name) ?? openSession(ort, program, {}, 1);
          sessions.set(name, opening);
          const fed = program.feeds.map((feed) => {
            const data = feeds[feed.name];
            if (data === undefined) throw new Error(`nothing is fed as ${feed.name}`);
            return [feed.name, encodeFeed(feedWire(feed.name, feed), data)] as const;
          });
          const { results, moved } = await (await opening).run(Object.fromEntries(fed), values);
          for (const [moving, value] of moved) values.set(moving, value);
          return results as Record<string, Numbers>;
        },
        assign(given) {
          for (const variable of variables) set(variable, given.get(variable.name));
        },
        read: () => new Map(values),
        close() {
          for (const opening of sessions.values())
            opening.then((session) => session.release()).catch(() => {});
        },
      };
    },
  };
}
