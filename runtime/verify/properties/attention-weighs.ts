import { programNodes } from "../../../compiler/graph/graph.ts";
import type { CounterExample, Property } from "../property.ts";

export const attentionWeighs: Property = {
  name: "attention_weighs",
  summary: "Every attention has more than one place to attend to.",
  documentation:
    "A softmax over one place is 1, whatever the scores: the attention passes its only value on and its queries and keys learn nothing. It is a warning, here and when checking. Read off the graph.",
  defects: [
    "MultiBench++ `CrossAttentionFusion` and Ludwig `CrossAttentionCombiner`: query and key are one token each",
  ],
  static: true,
  check({ trial: { model } }) {
    const alone = programNodes(model.predict).filter(
      ({ primitive, outputs }) => SOFTMAXES.has(primitive) && outputs[0]!.shape.at(-1) === 1,
    );
    const found = alone.map(({ origin }): CounterExample => {
      const message = `a softmax at ${origin.path} weighs one place against nothing: it is always 1`;
      return { message, ...(origin.span && { span: origin.span }) };
    });
    return found.length > 0 ? { status: "warning", found } : { status: "ok" };
  },
};

const SOFTMAXES: ReadonlySet<string> = new Set(["softmax", "log_softmax"]);
