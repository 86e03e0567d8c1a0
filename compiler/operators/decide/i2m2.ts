import { arranged, presentOr } from "../../lower/arrange.ts";
import { jointDecision } from "../decisions.ts";
import { many, operator } from "../define.ts";

export const i2m2 = operator({
  name: "i2m2",
  summary:
    "Adds the logits of each modality's own decision and of a joint one: between and within modalities.",
  documentation:
    "`y = Σ_m logits_m + logits_joint`. The parts learn what each modality says by itself, the joint decision what only their combination says; which operand is the joint one makes no difference to the sum. Its softmax is the `product` of the decisions without a prior, and it gives logits, so that all are learned together by one loss. The paper trains the parts by themselves first and then all of it.",
  family: "decide",
  operands: { xs: many(["logits"], "the decisions of the parts and the joint one, all about one category") },
  settings: {},
  presence: { rule: "absent decisions are left out of the sum" },
  ragged: "pass",
  commutative: true,
  type: ({ xs }, _, at) => jointDecision(at, xs, "logits"),
  lower: ({ g }, { xs }) =>
    xs.map((x) => presentOr(g, x, 0, arranged(g, x, xs[0]!.type.axes))).reduce((a, b) => g.add(a, b)),
  source: "Madaan et al., NeurIPS 2024, arXiv 2405.17613",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = concat(reading, speech) |> dense(8, relu) |> classify(Mood)
    output mood: Mood = i2m2(joint, reading |> classify(Mood), speech |> classify(Mood))`,
});
