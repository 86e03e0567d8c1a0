import { type Cases, inModel } from "../kit/cases.ts";

export const fusionCases: Cases = {
  "settings of one value for several, and of several for one": {
    source: inModel(`a = mean(said, said, «over: word»)
  b = said |> max(over: word, «width: 4»)
  c = «min(x)»`),
    finds: ["setting_count", "setting_count", "setting_missing"],
    help: [
      "reduce each value first, as in `said |> mean(over: word)`",
      "map one value with `dense`",
      "or give it the other values to join: `min(a, b)`",
    ],
  },
  "an axis without its setting": {
    source: inModel("a = said |> mean(«word»)\n  b = photo |> max(«space»)\n  c = said |> mean(«wrod»)"),
    finds: ["setting_unnamed", "setting_unnamed", "unknown_name"],
    help: ["for example `over: word`", "for example `over: space`"],
  },
  "a condition with an axis of its own": {
    source: inModel(`a = photo |> film(«said»)
  b = x |> sigmoid_gate(«said», units: 4)
  c = photo |> film(«x |> mean(over: channel)»)`),
    finds: ["axis_not_shared", "axis_not_shared", "axis_missing"],
    help: ["reduce it first, for example with `mean(over: word)`"],
  },
  "a condition left out": {
    source: inModel("a = «photo |> film»\n  b = «sigmoid_gate(units: 4)»"),
    finds: ["operand_missing", "operand_missing"],
    help: ["write `film(x, condition)`", "write `sigmoid_gate(x, gate)`"],
  },
  "an enormous product": {
    source: inModel(`wide = x |> dense(200)
  a = «tensor_fusion(wide, x |> dense(600))»
  b = «tensor_fusion(photo |> conv(500), photo |> conv(500), photo |> conv(500))»`),
    finds: ["product_large", "value_too_large"],
    help: ["low_rank(wide, x |> dense(600), units: 64, rank: 4)"],
  },
  "products of what does not fit": {
    source: inModel(`a = «bilinear(x, said, units: 4)»
  b = bilinear(x, «said |> mean(over: channel)», units: 4)
  c = x |> multiplicative_interaction(touch, form: scalar, «units: 4»)
  d = «x |> multiplicative_interaction(touch)»`),
    finds: ["axes_differ", "axis_missing", "setting_idle", "setting_missing"],
  },
};
