import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { createAnswers, measureOf } from "../evaluate/tally.ts";
import type { Answers } from "../outputs/define.ts";

/** The column that holds what a model gave, such as probabilities, of those outputs whose answers can be averaged. */
const GIVEN: Partial<Record<OutputSpec["kind"], string>> = {
  category: "scores",
  ordered: "scores",
  set: "scores",
  number: "predicted",
  vector: "predicted",
};

export const canVote = ({ kind }: OutputSpec): boolean => GIVEN[kind] !== undefined;

/** What several models say together when all count alike: the mean of what each gave, row by row. */
export function voteOf(output: OutputSpec, voters: readonly Answers[]): Answers {
  const column = GIVEN[output.kind]!;
  const { truth } = voters[0]!;
  const measure = measureOf(output);
  const given = new Float32Array(voters[0]![column]!.length);
  for (const voter of voters)
    voter[column]!.forEach((value, i) => {
      given[i]! += value / voters.length;
    });
  const rows = truth!.length / measure.columns.truth!;
  const answers = createAnswers(measure, rows);
  const targets = Float32Array.from(truth!);
  for (let row = 0; row < rows; row++) measure.answer(given, targets, row, answers, row);
  return answers;
}
