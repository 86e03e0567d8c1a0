import { type Cases, PLAN } from "../kit/cases.ts";

/** A model of several modalities, its data with these statements, and a plain training. */
const withData = (statements: string) =>
  `category Mood = ["glad", "sad"]
model M {
  optional input x: vector(4)
  optional input face: image(8, 8, rgb)
  optional input person: tabular(numbers: 2, categories: [3])
  optional input motion: series(samples: 20, channels: 2)
  a = x |> dense(4)
  b = face |> conv(4) |> mean(over: space)
  c = person.numbers |> dense(4)
  d = motion |> mean(over: time) |> dense(4)
  e = person.categories |> embed(4) |> mean(over: column)
  output mood: Mood = vote(a |> classify(Mood), b |> classify(Mood), c |> classify(Mood), d |> classify(Mood), e |> classify(Mood))
}
data D {
  ${statements}
}
train M on D {
  minimise: cross_entropy(mood)
  ${PLAN}
}
`;

const FIELDS = {
  from: 'from: "table.csv"',
  x: 'x = column("x")',
  face: 'face = file("face")',
  person: 'person = columns(["age", "height", "sex"])',
  motion: 'motion = column("motion")',
  mood: 'mood = column("mood")',
  split: 'split: column("split")',
};

const fields = (changed: Partial<typeof FIELDS> & Readonly<Record<string, string>>) =>
  withData(Object.values({ ...FIELDS, ...changed }).join("\n  "));

export const dataCases: Cases = {
  "fields from where their modality is not read": {
    source: fields({ face: '«face = column("face")»', mood: '«mood = file("mood")»' }),
    finds: ["field_source", "field_source"],
    help: ["it comes from `file(…)`", "it comes from `column(…)`"],
  },
  "settings and fields with each other's sign": {
    source: fields({ from: '«from» = "table.csv"', mood: '«mood»: column("mood")' }),
    finds: ["plan_sign", "plan_sign"],
  },
  "sources, settings and transforms of other names": {
    source: fields({
      face: 'face = «fil("face")»',
      person: 'person = columns([«3», "a", "b"])',
      x: 'x = column("x") |> «standardize»',
      motion: 'motion = readings(["a", "b"], time: "t", gaps: «hol»)',
    }),
    finds: ["unknown_choice", "plan_field_unknown", "setting_kind", "unknown_choice"],
    help: ["did you mean `file`?", "did you mean `standardise`?", "did you mean `hold`?"],
  },
  "more or fewer numbers than the input takes": {
    source: fields({
      x: '«x = column("born") |> date([year, weekday])»',
      person: '«person = columns(["age", "sex"])»',
      motion: '«motion = readings(["x"], time: "t", gaps: hold)»',
    }).replace("samples: 20, channels: 2)", "samples: 20, channels: 2) @ 10 Hz"),
    finds: ["field_size", "field_size", "field_size"],
  },
  "readings without a clock": {
    source: fields({ motion: '«motion = readings(["x", "y"], time: "t", gaps: hold)»' }),
    finds: ["readings_clock"],
  },
  "what cannot be done to a field": {
    source: fields({
      face: '«face = file("face") |> standardise»',
      x: '«x = column("x") |> fill(mean)»',
      mood: '«mood = column("mood") |> standardise»',
    }),
    finds: ["transform_refused", "transform_refused", "transform_refused"],
  },
  "what is done to a field in another order": {
    source: fields({
      person: 'person = columns(["a", "b", "c"]) |> standardise |> «fill(zero)» |> «fill(mean)»',
    }),
    finds: ["transform_order", "transform_order"],
  },
  "a split that leaves nothing": {
    source: fields({ split: "split: «random(validation: 0.5, test: 0.5)»" }),
    finds: ["split_shares"],
  },
  "a fold that there is not": {
    source: fields({ split: "split: «folds(5, fold: 5)»" }),
    finds: ["split_fold"],
  },
  "strata and groups at once": {
    source: fields({ split: 'split: «random(stratify: "mood", group: "person")»' }),
    finds: ["split_both"],
  },
  "queries, joins and policies that are none": {
    source: fields({
      from: 'from: query("SELECT 1", «"a.csv"») |> «jin»("b.csv", by: "id")',
      more: "unreadable: «ignore»",
    }),
    finds: ["setting_kind", "unknown_choice", "unknown_choice"],
    help: ["did you mean `join`?"],
  },
};
