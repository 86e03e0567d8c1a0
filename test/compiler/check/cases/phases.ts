import type { Cases } from "../kit/cases.ts";

/** A model of two paths with their terms, and a training of those statements. */
const inPhases = (statements: string, settings = ""): string => `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  input y: vector(8)
  first = x |> dense(4, relu)
  second = y |> dense(4, relu)
  encode = new Tower()
  a = first |> classify(Mood)
  b = second |> classify(Mood)
  both = concat(first, y |> encode)
  output mood: Mood = i2m2(a, b, both |> classify(Mood))
}
block Tower(x: signal) -> feature {
  return x |> dense(2)
}
data D {
  from: "table.csv"
  x = column("x")
  y = column("y")
  mood = column("mood")
  split: column("split")
}
train M on D {
  minimise {
    a = cross_entropy(a, target: mood)
    b = cross_entropy(b, target: mood)
    all = cross_entropy(mood)
  }
  optimizer: adam
  batch: 8
  ${settings}
  ${statements}
}
`;

/** All that is left, so that every weight is moved by something. */
const REST = "phase rest {\n    epochs: 1\n  }";

export const phaseCases: Cases = {
  "phases that are sound": {
    source: inPhases(`phase alone {
    moves: [a, b]
    minimise: [a, b]
    epochs: 2
    stop: stalls(validation.loss.b, for: 2)
  }
  phase encoder {
    moves: encode
    minimise: all
    optimizer: sgd(0.1)
    epochs: 1
  }
  phase joint {
    freezes: first
    epochs: 3
  }`),
    finds: [],
  },
  "names that phases do not know": {
    source: inPhases(`phase alone {
    moves: [«frist», b, «Mood», «3», «y |> encode», a.«part»]
    freezes: «x»
    minimise: [«al», «cross_entropy(mood)», «0.5 * a»]
    «epoch»: 1
  }
  ${REST}`),
    finds: [
      "unknown_name",
      "unknown_name",
      "not_a_tensor",
      "not_a_tensor",
      "result_missing",
      "phase_weightless",
      "unknown_term",
      "phase_term_inside",
      "phase_term_inside",
      "unknown_plan_setting",
    ],
    help: ["did you mean `first`?", "did you mean `a`?", "did you mean `epochs`?"],
  },
  "phases that move nothing, or not what they say": {
    source: inPhases(`phase apart {
    moves: [a, «second»]
    minimise: a
    epochs: 1
  }
  phase held {
    «moves: a»
    freezes: mood
    epochs: 1
  }
  phase «empty» {
    freezes: a
    minimise: a
    epochs: 1
  }`).replace("= cross_entropy(a, target: mood)", "= «#see cross_entropy(a, target: mood)»"),
    finds: ["phase_out_of_reach", "phase_moves_nothing", "phase_moves_nothing"],
  },
  "weights that no phase moves": {
    source: inPhases(`phase alone {
    minimise: [a, b]
    epochs: 2
  }`)
      .replace("train M", "train «M»")
      .replace("both |> classify(Mood)", "«#see both |> classify(Mood)»")
      .replace("x |> dense(2)", "«#seetoo x |> dense(2)»"),
    finds: ["weights_never_moved"],
    help: ["let a phase move them, or end with one that moves everything"],
  },
  "phases of one name, without a length, and among settings": {
    source: inPhases(
      `phase «#see one» {
    «minimise {
    }»
    «phase inner {
      epochs: 1
    }»
    epochs: 1
  }
  phase «one» {
    epochs: 1
  }
  phase «two» {
    minimise: a
  }
  ${REST}`,
      "«epochs»: 3",
    ),
    finds: ["phase_epochs", "setting_kind", "statement_misplaced", "name_taken", "plan_setting_missing"],
  },
  "predictions out of folds that there are not": {
    source: inPhases(`phase early {
    minimise: a
    epochs: 1
  }
  phase «paths» {
    moves: a
    minimise: a
    epochs: 1
    folds: 2
  }
  phase meta {
    out_of_fold: [«a», «b», «mood», «encode»]
    epochs: 1
    folds: «1»
  }
  ${REST}`),
    finds: [
      "fold_leak",
      "out_of_fold_unknown",
      "out_of_fold_unknown",
      "out_of_fold_unknown",
      "out_of_fold_unknown",
      "setting_range",
    ],
  },
  "a loss that is watched and is no term": {
    source: inPhases(
      `phase paths {
    minimise: [a, b]
    epochs: 1
    stop: stalls(validation.«loss.all», for: 2)
  }
  ${REST}`,
      "stop: stalls(validation.«loss.al», for: 1)",
    ),
    finds: ["unknown_metric", "unknown_metric"],
    help: ["did you mean `loss.a`?"],
  },
  "folds that serve nothing": {
    source: inPhases(`phase «paths» {
    moves: [a, b]
    minimise: [a, b]
    epochs: 1
    folds: 3
  }
  ${REST}`),
    finds: ["folds_unused"],
  },
  "what a phase is given does not move": {
    source: inPhases(`phase paths {
    moves: [a, b]
    minimise: [a, b]
    epochs: 1
    folds: 3
  }
  phase meta {
    moves: «b»
    out_of_fold: [a, b]
    minimise: all
    epochs: 1
  }
  ${REST}`).replace("all = cross_entropy(mood)", "all = «#see cross_entropy(mood)»"),
    finds: ["phase_out_of_reach"],
  },
  "a phase in a model": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  output mood: Mood = x |> classify(Mood)
  «phase one {
    epochs: 1
  }»
}
`,
    finds: ["statement_misplaced"],
  },
};
