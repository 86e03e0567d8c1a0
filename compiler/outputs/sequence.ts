import { perRow } from "../lower/arrange.ts";
import { integer } from "../operators/settings.ts";
import { withBlank } from "../types/blank.ts";
import {
  type Axis,
  type Category,
  isDecision,
  LABEL,
  sameCategory,
  type ValueType,
} from "../types/value-type.ts";
import { asProbability, declaredCategory } from "./decisions.ts";
import { outputKind } from "./define.ts";

export const sequence = outputKind({
  name: "sequence",
  summary: "Labels of a category one after another, such as the letters of what is said.",
  documentation:
    'Cells hold the labels as a JSON list (`["a", "b"]`), or one behind another: with nothing between them where every label is a single character, else separated by spaces. The value has one decision for each step of an axis such as `time`, as `spell` gives it. Nobody says which step belongs to which label: labels are told in their order, each at one step or at several in a row, with blanks between them or not; two equal labels in a row need a blank between them. What is predicted is read from the likeliest label of every step. In parentheses may stand how many labels there are at most; as many as steps, if left out.',
  written: "sequence<Mood>",
  category: "inside",
  settings: { length: integer("how many labels there are at most", { positional: true, optional: true }) },
  type(declared, value) {
    const size = value && stepsOf(value)?.size;
    const steps = typeof size === "number" ? size : 0;
    const { length = steps } = declared.settings;
    return {
      kind: "sequence",
      category: declaredCategory(declared),
      steps,
      length: Math.min(length, steps),
    };
  },
  needs: ({ category }) => `a decision about ${withBlank(category).name} for every step of one axis`,
  fits: ({ category }, value) => spells(category, value) && stepsOf(value) !== undefined,
  remedy({ category }, value) {
    const call = `spell(${category.name})`;
    if (spells(category, value)) {
      if (value.axes.length < 2) {
        const help = "keep an axis of steps, such as `word` or `time`, until it decides";
        return { help };
      }
      return {
        help: "one axis of steps is read: average the others away before, for example with `mean(over: band)`",
      };
    }
    if (isDecision(value.kind)) return { help: `decide by the features from before with \`${call}\`` };
    const isSteps = value.kind.name !== "tokens" && value.axes.length === 2;
    return {
      help: `end features that have an axis of steps with \`${call}\``,
      ...(isSteps ? { append: ` |> ${call}` } : {}),
    };
  },
  target: ({ length }) => ({ dtype: "int32", shape: [length] }),
  result(g, value, mask) {
    const given = asProbability(g, value);
    const steps = mask(value.type.axes[0]!);
    if (steps === undefined) return given;
    const labels = given.shape.at(-1) as number;
    // At padding nothing is said.
    const blank = g.constant(
      Array.from({ length: labels }, (_, label) => Number(label === labels - 1)),
      [1, 1, labels],
    );
    return g.select(g.greater(perRow(g, steps, 1), g.scalar(0)), given, blank);
  },
  loss: "ctc",
  metrics: {
    label_error_rate: {
      better: "lower",
      summary: "labels to insert, remove or replace, for each label that there is",
      shown: true,
    },
    exact_match: { better: "higher", summary: "share of rows all of whose labels are right" },
  },
  example: `
    input words: text(words: 6, vocabulary: 100)
    output moods: sequence<Mood> = words |> embed(8) |> spell(Mood)`,
});

const spells = (category: Category, { kind }: ValueType): boolean =>
  (kind.name === "logits" || kind.name === "probability") && sameCategory(kind.of, withBlank(category));

/** The one axis beside the labels. */
function stepsOf({ axes }: ValueType): Axis | undefined {
  return axes.length === 2 && axes[1]!.name === LABEL ? axes[0] : undefined;
}
