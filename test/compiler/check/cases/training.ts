import { type Cases, inTrain, PLAN } from "../kit/cases.ts";

const MINIMISE = "minimise: cross_entropy(mood)";

/** A sound model of 36 + 10 parameters, with a `require` line. */
const required = (conditions: string) => `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  hidden = «#see x |> dense(4, relu)»
  output mood: Mood = hidden |> classify(Mood)
  require ${conditions}
}`;

export const trainingCases: Cases = {
  "a budget that is broken": {
    source: required("«parameters < 46», parameters <= 46, «macs < 40», «activation_memory > 1MB»"),
    finds: ["budget_exceeded", "budget_exceeded", "budget_exceeded"],
  },
  "a requirement that is none": {
    source: required(
      "«params» < 3, «parameters != 3», «hidden», parameters < «hidden», «shape(hidden) < 3», «300k» > parameters, «constructor» < 3",
    ).replace("«#see x |> dense(4, relu)»", "x |> dense(4, relu)"),
    finds: [
      "requirement_unclear",
      "requirement_unclear",
      "requirement_unclear",
      "setting_kind",
      "requirement_unclear",
      "requirement_unclear",
      "requirement_unclear",
    ],
  },
  "a shape that is not kept": {
    source: required(
      "shape(hidden) == feature[4], «shape(hidden) == feature[256]», shape(«hiden») == feature[4]",
    ),
    finds: ["shape_required", "unknown_name"],
    help: ["did you mean `hidden`?"],
  },
  "what is missing": {
    source: inTrain("seed: 1", "train ««««M»»»» on D")
      .replace('  from: "table.csv"\n', "")
      .replace("data D", "data «D»"),
    finds: [
      "plan_setting_missing",
      "plan_setting_missing",
      "plan_setting_missing",
      "plan_setting_missing",
      "plan_setting_missing",
    ],
  },
  "settings given twice, or as a group": {
    source: inTrain(`${MINIMISE}
  ${PLAN}
  «seed {
  }»
  «epochs»: 3
  «minimise» {
    again = cross_entropy(mood)
  }`),
    finds: ["setting_kind", "setting_repeated", "setting_repeated"],
  },
  "errors of a training whose model has errors too": {
    source: inTrain(`${MINIMISE}
  optimizer: «Adam»(lr: 1e-3)
  epochs: «0»
  batch: «1.5»`).replace("hidden = x |> dense(4, relu)", "hidden = x |> «densee»(4)"),
    finds: ["unknown_operator", "unknown_choice", "setting_range", "setting_kind"],
    help: ["did you mean `adam`?"],
  },
  "optimizers, schedules and clips of other names": {
    source: inTrain(`${MINIMISE}
  optimizer: adamw(«lr»: 1e-3)
  schedule: «cosin»
  clip: «norm»
  epochs: 1
  batch: 8`),
    finds: ["unknown_setting", "unknown_choice", "setting_missing"],
    help: ["did you mean `learning_rate`?", "did you mean `cosine`?"],
  },
  "no data": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}`, "train «M»"),
    finds: ["training_data_missing"],
  },
  "two trainings of one model": {
    source: `${inTrain(`${MINIMISE}\n  ${PLAN}`, "train «#see M» on D")}
train «M» on D {
  ${MINIMISE}
  ${PLAN}
}`,
    finds: ["trained_twice"],
  },
  "fields that the model needs": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}`, "train M on «D»").replace(
      '  mood = column("mood")',
      '  moods = column("mood")',
    ),
    finds: ["plan_field_missing"],
    help: ["its field `moods` has a similar name"],
  },
  "fields that come from nowhere": {
    source: inTrain(
      `${MINIMISE}\n  ${PLAN}`,
      "train M on D",
      `a = «3»
  b = «column»()
  c = column("c") |> «lowecase»
  «x» = column("y")
  d = column("d") |> «constructor» |> lowercase`,
    ),
    finds: ["plan_field_unknown", "setting_missing", "unknown_choice", "name_taken", "unknown_choice"],
    help: ["did you mean `lowercase`?"],
  },
  "a table that is no path": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}`)
      .replace('"table.csv"', "«3»")
      .replace('split: column("split")', 'split: «"split"»'),
    finds: ["setting_kind", "unknown_choice"],
  },
  "what to stop for": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  stop: «stalls(for: 3)»`),
    finds: ["operand_missing"],
  },
  "a metric that is none": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  stop: stalls(«validaton».«macro_f2», for: 3)`),
    finds: ["unknown_choice", "unknown_metric"],
    help: ["did you mean `validation`?", "did you mean `macro_f1`?"],
  },
  "a metric of all rows at once, while they are trained on": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  stop: stalls(«train.auroc», for: 3)`),
    finds: ["metric_ranks"],
    help: ["did you mean `validation`?"],
  },
  "a metric that says nothing of so few labels": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  stop: stalls(validation.«top_3», for: 3)`),
    finds: ["unknown_metric"],
  },
  "rows drawn by what is no label of theirs": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  sample: balanced(«tone»)`),
    finds: ["unknown_choice"],
  },
  "rows drawn by nothing": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  sample: «balanced»`),
    finds: ["operand_missing"],
  },
  "rows drawn by a name that is nearly one": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  sample: balanced(«mod»)`),
    finds: ["unknown_choice"],
    help: ["did you mean `mood`?"],
  },
  "so many batches to a step by another name": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  «accumulate_grad_batches»: 4`),
    finds: ["unknown_plan_setting"],
    help: ["did you mean `accumulate`?"],
  },
  "a metric of no split": {
    source: inTrain(`${MINIMISE}\n  ${PLAN}\n  stop: stalls(«accuracy», for: 3)`),
    finds: ["unknown_metric"],
    help: ["say of which split: `validation.accuracy`"],
  },
  "nothing to minimise": { source: inTrain(`«minimise {\n  }»\n  ${PLAN}`), finds: ["terms_missing"] },
  "a sum of losses": {
    source: inTrain(`minimise: «cross_entropy(mood) + cross_entropy(tone)»\n  ${PLAN}`),
    finds: ["unknown_choice"],
    help: ["several losses stand in a block"],
  },
  "terms with errors of their own": {
    source: inTrain(`minimise {
    first = «crossentropy»(mood)
    second = cross_entropy(«tone»)
    «first» = «x» * cross_entropy(mood)
    third = «cross_entropy()»
    «fourth»: 3
    fifth = cross_entropy(«hidden |> classify(Mood)»)
    sixth = cross_entropy(mood, target: «tone»)
  }
  ${PLAN}`),
    finds: [
      "unknown_choice",
      "target_unclear",
      "setting_repeated",
      "unknown_name",
      "operand_missing",
      "unknown_plan_setting",
      "target_unclear",
      "target_unclear",
    ],
    help: ["the outputs are mood"],
  },
  "nothing that could be dropped": {
    source: inTrain(`${MINIMISE}
  ${PLAN}
  «drop»: modality(0.15)`).replace("input x: vector(8)", "«#see input x: vector(8)»"),
    finds: ["drop_nothing"],
    help: ["declare the inputs that records may lack as `optional input`"],
  },
  "a drop of another name": {
    source: inTrain(`${MINIMISE}
  ${PLAN}
  drop: «modalities»(0.15)`)
      .replace("input x:", "optional input x:")
      .replace("hidden = x |>", "hidden = concat(x, x) |>"),
    finds: ["unknown_choice"],
    help: ["did you mean `modality`?"],
  },
};
