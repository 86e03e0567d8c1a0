import { type Cases, inModel } from "../kit/cases.ts";

export const settingCases: Cases = {
  "a width that is no whole number": {
    source: inModel(`a = x |> dense(«2.5»)
  b = x |> dense(«"64"»)
  c = x |> dense(«2 s»)
  d = x |> dropout(«true»)
  e = x |> dense(4, bias: «1»)
  f = x |> dense(«x»)
  g = x |> dense(4, «1 + 2»)
  h = x |> dense(«x + 1»)
  i = x |> dense(«-(2 s)»)`),
    finds: Array.from({ length: 9 }, () => "setting_kind" as const),
    help: ["values of the model are joined by name: `sum(a, b)`"],
  },
  "numbers out of range": {
    source: inModel(`a = x |> dense(«0»)
  b = x |> dense(«3_000_000_000»)
  c = x |> dropout(«1»)
  d = x |> dropout(«-0.5»)
  e = x |> dense(«2_000_000_000 * 2»)`),
    finds: Array.from({ length: 5 }, () => "setting_range" as const),
  },
  "arithmetic beyond all numbers": {
    source: inModel(
      "a = x |> dense(«1e308 * 10»)\n  b = x |> dense(«0 / 0»)\n  c = x |> dense(«2_147_483_647 * 2_147_483_647»)",
    ),
    finds: ["setting_kind", "setting_kind", "setting_kind"],
  },
  "a misspelt choice": {
    source: inModel(
      'a = x |> dense(4, «rellu»)\n  b = photo |> conv(4, padding: «"sme"»)\n  c = x |> dense(4, «constructor»)',
    ),
    finds: ["unknown_choice", "unknown_choice", "unknown_choice"],
    help: ["did you mean `relu`?", "did you mean `same`?"],
  },
  "a choice in quotes": {
    source: inModel('a = x |> dense(4, activation: «"relu"»)'),
    finds: ["choice_quoted"],
  },
  "settings of other tools": {
    source: inModel(`a = photo |> conv(4, «kernel_size»: 3, «strides»: 2, «use_bias»: false)
  b = x |> dropout(«p»: 0.5)
  c = said |> self_attention(«num_heads»: 2)
  d = said |> mean(«axis»: word)`),
    finds: Array.from({ length: 6 }, () => "unknown_setting" as const),
    help: ["kernel", "stride", "bias", "rate", "heads", "over"].map((name) => `did you mean \`${name}\`?`),
  },
  "settings that nothing has": {
    source: inModel("a = x |> dense(4, «__proto__»: 3, «toString»: 4)\n  b = x |> relu(«slope»: 2)"),
    finds: ["unknown_setting", "unknown_setting", "unknown_setting"],
    help: ["its settings are units, activation or bias", "`relu` has no settings"],
  },
  "a setting given twice": {
    source: inModel(
      "a = x |> dense(«#see 4», «units: 8»)\n  b = x |> dense(4, «#see-too bias: true», «bias: false»)",
    ),
    finds: ["setting_repeated", "setting_repeated"],
  },
  "a setting left out": {
    source: inModel("a = x |> «dense»\n  b = «said |> mean»\n  c = photo |> «conv»(kernel: 3)"),
    finds: ["setting_missing", "setting_missing", "setting_missing"],
  },
  "a setting without its name": {
    source: inModel("a = photo |> conv(4, «3»)\n  b = x |> relu(«2»)"),
    finds: ["setting_unnamed", "setting_unnamed"],
    help: ["for example `kernel: 3`", "`relu` has no settings"],
  },
  "too few values": {
    source: inModel("a = «concat(x)»\n  b = «relu()»\n  c = «score |> vote»"),
    finds: ["operand_missing", "operand_missing", "operand_missing"],
    help: ["write `concat(a, b)` with the values to join", "pipe a value into it: `value |> relu(…)`"],
  },
  "what cannot be applied": {
    source: inModel(
      "a = x |> «score»\n  b = x |> «Mood»\n  d = [«1..3»]\n  e = concat(x, «feature[channel: 3]»)",
    ),
    finds: ["not_callable", "not_callable", "not_callable", "not_callable"],
  },
  "an instance of what is no block": {
    source: inModel(
      "a = new «dense»(4)\n  b = new «Mood»()\n  c = new «Towr»()",
      "block Tower(x: signal) -> feature {\n  return x |> dense(4)\n}",
    ),
    finds: ["new_refused", "new_refused", "unknown_operator"],
  },
  "a result that a block does not give": {
    source: inModel(
      "both = x |> Two\n  a = both.«lft»\n  b = x.«left»\n  c = both.«__proto__»",
      "block Two(x: signal) -> (left: feature, right: feature) {\n  return left: x |> dense(4), right: x |> dense(8)\n}",
    ),
    finds: ["result_missing", "result_missing", "result_missing"],
    help: ["did you mean `left`?", "its results are left or right"],
  },
  "a list where a number belongs, and in it": {
    source: inModel(
      "a = x |> B(widths: [4, «2.5»])\n  b = x |> B(widths: «3»)\n  c = x |> B(widths: [«x»])",
      "block B(x: signal, widths: list<int>) -> feature {\n  y = x |> dense(4)\n  for width in widths {\n    y = y |> dense(width)\n  }\n  return y\n}",
    ),
    finds: ["setting_kind", "setting_kind", "setting_kind"],
  },
  "a condition that is none": {
    source: inModel("a = [x |> dense(n) for n in [1, 2] if «n»]\n  b = [x for n in «3»]"),
    finds: ["setting_kind", "setting_kind"],
  },
};
