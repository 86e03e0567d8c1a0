import { type Cases, inModel, PLAN } from "../kit/cases.ts";

/** A model of several kinds of outputs, and what its training says. */
const learning = (settings: string) => `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  hidden = x |> dense(4, relu)
  perWord = x |> dense(4) |> classify(Mood)
  output mood: Mood = hidden |> classify(Mood)
  output price: number = hidden |> regress
  output moods: set<Mood> = hidden |> tag(Mood)
}
data D {
  from: "table.csv"
  x = column("x")
  mood = column("mood")
  price = column("price")
  moods = column("moods")
  split: column("split")
}
train M on D {
  ${settings}
}
`;

export const outputCases: Cases = {
  "kinds of outputs that are written wrongly": {
    source: inModel(`output a: «set» = x |> tag(Mood)
  output b: set<Mood, «Tone»> = x |> tag(Mood)
  output c: set<«Mod»> = x |> tag(Mood)
  output d: «nmber» = x |> dense(4) |> regress
  output e: number«#1 <Mood>» = x |> dense(4) |> regress
  output f: «vector» = x |> dense(4) |> regress(2)
  output g: vector(2, «3») = x |> dense(4) |> regress(2)
  output h: number(«3») = x |> dense(4) |> regress
  output i: set<«said»> = x |> tag(Mood)`).replace("«#1 <Mood>»", "<«Mood»>"),
    finds: [
      "output_category",
      "output_category",
      "unknown_type",
      "unknown_type",
      "type_part_refused",
      "setting_missing",
      "setting_unnamed",
      "setting_unnamed",
      "setting_kind",
    ],
    help: ["did you mean `Mood`?", "did you mean `number`?"],
  },
  "values that do not fit their outputs": {
    source: inModel(`output a: number = «x |> dense(4)»
  output b: number = «x |> classify(Mood)»
  output c: vector(3) = «x |> dense(4)»
  output d: number = «said |> regress»
  output e: set<Mood> = «x |> classify(Mood)»
  output f: set<Mood> = «x |> dense(3)»
  output g: set<Mood> = «said |> tag(Mood)»
  output h: Mood = «x |> tag(Mood)»
  output i: number = «words»`),
    finds: [
      "output_kind",
      "output_kind",
      "output_kind",
      "output_kind",
      "output_kind",
      "output_kind",
      "output_kind",
      "output_kind",
      "output_kind",
    ],
    help: [
      "end it with `regress`",
      "use the features from before the decision, and end them with `regress`",
      "end it with `regress(3)`",
      "average the other axes away first: `mean(over: word)`",
      "with `tag(Mood)`, which decides about each label by itself",
    ],
  },
  "grades that are declared wrongly": {
    source: inModel(`output a: «ordered» = x |> rank(Mood)
  output b: ordered «Mod» = x |> rank(Mood)
  output c: ordered Mood = «x |> dense(3)»
  output d: ordered Mood = «x |> rank(Tone)»
  output e: ordered Mood = x |> classify(Mood)`),
    finds: ["output_category", "unknown_type", "output_kind", "output_kind"],
    help: ["did you mean `Mood`?", "end it with `rank(Mood)`", "decide by the features from before"],
  },
  "sequences of which nothing can be read": {
    source: inModel(`output a: sequence<Mood> = «said |> classify(Mood)»
  output b: sequence<Mood> = «x |> spell(Mood)»
  output c: sequence<Mood> = «said»
  output d: sequence = said |> spell(Mood)
  output e: sequence<Mood>(«0») = said |> spell(Mood)
  output f: Mood = «x |> spell(Mood)»`).replace("output d: sequence =", "output d: «sequence» ="),
    finds: ["output_kind", "output_kind", "output_kind", "output_category", "setting_range", "output_kind"],
    help: [
      "decide by the features from before with `spell(Mood)`",
      "end features that have an axis of steps with `spell(Mood)`",
    ],
  },
  "a loss of another kind of output": {
    source: learning(`minimise {
    a = «cross_entropy»(price)
    b = «squared_error»(mood)
    c = «huber»(moods, delta: 2)
    d = «binary_cross_entropy»(perWord, target: mood)
  }
  ${PLAN}`),
    finds: ["loss_target", "loss_target", "loss_target", "loss_target"],
    help: ["the usual loss of such an output is `squared_error(price)`"],
  },
  "a value that cannot be held against targets": {
    source: learning(`minimise {
    a = squared_error(«hidden», target: price)
    b = squared_error(«perWord», target: price)
  }
  ${PLAN}`),
    finds: ["loss_axes", "kind_refused"],
  },
  "weights of labels": {
    source: learning(`minimise {
    a = cross_entropy(mood, class_weights: balanced)
    b = cross_entropy(mood, «class_weights: [1, 2, 3]»)
    c = cross_entropy(mood, class_weights: [1, «-2»])
    d = cross_entropy(mood, class_weights: «equal»)
    e = binary_cross_entropy(moods, positive_weights: «2»)
    f = focal(moods, «class_weights: [1, 2]»)
  }
  ${PLAN}`),
    finds: ["label_numbers", "setting_range", "unknown_name", "setting_kind", "setting_idle"],
  },
  "values that cannot be related": {
    source: learning(`minimise {
    a = «info_nce(hidden)»
    b = info_nce(hidden, «mood»)
    c = info_nce(hidden, «price»)
    d = info_nce(hidden, hidden, «target»: mood)
  }
  ${PLAN}`),
    finds: ["operand_missing", "kind_refused", "sizes_differ", "unknown_setting"],
  },
  "values of several places that cannot be related": {
    source: learning(`minimise: info_nce(hidden, «seen»)\n  ${PLAN}`)
      .replace("output mood", "input y: text(words: 3, vocabulary: 9)\n  seen = y |> embed(4)\n  output mood")
      .replace('x = column("x")', 'x = column("x")\n  y = column("y")'),
    finds: ["loss_vectors"],
  },
  "weights beside a balance that learns them": {
    source: learning(`minimise {
    a = «0.3» * cross_entropy(mood)
    b = squared_error(price)
    balance: uncertainty
    «balance»: fixed
    «balanse»: fixed
  }
  ${PLAN}`),
    finds: ["balance_weighted", "setting_repeated", "unknown_plan_setting"],
    help: ["did you mean `balance`?"],
  },
  "a balance of one loss": {
    source: learning(`minimise {
    a = cross_entropy(mood)
    «balance: uncertainty»
  }
  ${PLAN}`),
    finds: ["balance_alone"],
  },
  "terms that are never measured": {
    source: learning(`minimise {
    a = cross_entropy(mood)
    b = squared_error(price)
    balance: gradient_blend(every: «0»)
  }
  ${PLAN}`),
    finds: ["setting_range"],
  },
  "a balance of another name": {
    source: learning(`minimise {
    a = cross_entropy(mood)
    b = squared_error(price)
    balance: «gradients»
  }
  ${PLAN}`),
    finds: ["unknown_choice"],
  },
  "metrics that the model does not have": {
    source: learning(`minimise: cross_entropy(mood)
  ${PLAN}
  stop: stalls(validation.«log_los», for: 2)`),
    finds: ["unknown_metric"],
    help: ["did you mean `log_loss`?"],
  },
  "a metric that another output has": {
    source: learning(`minimise: cross_entropy(mood)
  ${PLAN}
  stop: stalls(validation.«price.accuracy», for: 2)`),
    finds: ["unknown_metric"],
  },
};
