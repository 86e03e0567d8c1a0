import { type Cases, inModel } from "../kit/cases.ts";

const TWO = "p = x |> classify(Mood)\n  q = voice |> mean(over: time) |> classify(Mood)";

export const decisionCases: Cases = {
  "a vote of tags and a label": {
    source: inModel("y = «vote(said |> mean(over: word) |> tag(Mood), x |> classify(Mood))»"),
    finds: ["decisions_differ"],
  },
  "weights that a rule does not ask for": {
    source: inModel(`${TWO}
  a = vote(p, q, rule: median, «weight: learned»)
  b = vote(p, q, «weight: confidence», rule: max)
  c = vote(p, q, rule: majority, weight: learned)`),
    finds: ["setting_idle", "setting_idle"],
    help: ["leave it out", "leave it out"],
  },
  "a temperature that is given and found, or found for every word": {
    source: inModel(`p = x |> classify(Mood)
  a = p |> temperature(2, «fit: validation»)
  b = «said |> classify(Mood)» |> temperature(fit: validation)
  c = p |> temperature(fit: «train»)`),
    finds: ["setting_idle", "decision_places", "unknown_choice"],
  },
  "how sure a path is, where nothing asks": {
    source: inModel(`${TWO}
  a = vote(p, q, «confidence: entropy»)
  b = vote(p, q, weight: learned, «confidence: max»)
  c = vote(p, q, weight: confidence, confidence: entropy)`),
    finds: ["setting_idle", "setting_idle"],
    help: ["leave it out", "leave it out"],
  },
  "a prior of other labels": {
    source: inModel(`${TWO}
  a = product(p, q, «prior: [0.5, 0.3, 0.2]»)
  b = product(p, q, prior: [3, 1])`),
    finds: ["label_numbers"],
    help: ['the labels are "glad", "sad"'],
  },
  "a prior that is none": {
    source: inModel(`${TWO}
  a = product(p, q, prior: [1, «0»])
  b = product(p, q, prior: «0.5»)
  c = product(p, q, prior: [1, «"sad"»])`),
    finds: ["setting_range", "setting_kind", "setting_kind"],
  },
  "a prior for any category": {
    source: `category Mood = ["glad", "sad", "calm"]
model M {
  input x: vector(8)
  output mood: Mood = x |> Decide(about: Mood)
}
block Decide(x: signal, about: category) -> probability {
  a = x |> classify(about)
  return product(a, x |> dense(4) |> classify(about), «prior: [1, 2]»)
}`,
    finds: ["label_numbers"],
  },
  "experts of which only some decide": {
    source: inModel(`${TWO}
  a = x |> mixture_of_experts(p, «x |> dense(2)»)
  b = x |> mixture_of_experts(p, q)`),
    finds: ["experts_differ"],
  },
  "a gate that sees other places than the experts have": {
    source: inModel(`w = said |> classify(Mood)
  a = mixture_of_experts(«photo |> conv(2)», w, w)
  b = mixture_of_experts(said, w, w)
  c = mixture_of_experts(x, w, w)`),
    finds: ["axes_differ"],
  },
  "votes judged by labels that no output has": {
    source: inModel(`t = x |> dense(4) |> classify(Tone)
  a = «vote(x |> classify(Tone), t, weight: validation)»`),
    finds: ["judge_unclear"],
    help: ["let one output of the model be a Tone"],
  },
  "votes judged by one of several outputs": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  input y: vector(8)
  a = vote(x |> classify(Mood), y |> classify(Mood), weight: validation)
  b = «vote(x |> classify(Mood), a, weight: validation)»
  c = «vote(x |> classify(Mood), y |> classify(Mood), weight: validation)»
  output mood: Mood = a
  output first: Mood = vote(x |> classify(Mood), b)
  output second: Mood = vote(y |> classify(Mood), b)
}`,
    finds: ["judge_unclear", "judge_unclear"],
  },
  "votes at every word, judged by one label": {
    source: inModel("w = said |> classify(Mood)\n  a = «vote(w, w |> temperature(2), weight: validation)»"),
    finds: ["decision_places"],
  },
};
