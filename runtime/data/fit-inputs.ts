import { isRuntimeFailure } from "../failure.ts";
import { cellsOf } from "./cells.ts";
import { type Fitted, isCellError } from "./encoders/define.ts";
import { encoderOf } from "./encoders/index.ts";
import { fillLearner } from "./fields/fill.ts";
import type { FieldFit } from "./fields/prepare.ts";
import type { ReadInput } from "./read-inputs.ts";
import type { TableStream } from "./tables/table.ts";

/**
 * What is learned of inputs from the training rows, by their names. The table is gone through once for what stands for
 * empty numbers and once for what encoders learn, if there is any of that.
 *
 * @param rows the table's rows, from their beginning
 * @param isTraining whether a row of the table, from 0, is one of those that are learned from
 */
export async function fitInputs(
  inputs: readonly ReadInput[],
  rows: () => TableStream,
  isTraining: (row: number) => boolean,
): Promise<Record<string, FieldFit & Fitted>> {
  const fills = inputs.map(({ field, input }) => fillLearner(field, input));
  if (fills.some(({ learns }) => learns)) {
    for await (const { chunk, row } of trainingRows(rows, isTraining)) {
      for (const fill of fills) fill.add(chunk, row);
    }
  }
  const open = inputs.map((one, i) => {
    const { input } = one;
    return { ...one, fit: fills[i]!.fitted(), learner: encoderOf(input).learn?.(input) };
  });
  const learning = open.filter(({ learner }) => learner !== undefined);
  if (learning.length > 0) {
    for await (const { chunk, row } of trainingRows(rows, isTraining)) {
      for (const { learner, ...one } of learning) {
        try {
          const cell = await cellsOf({ table: chunk, ...one }).at(row);
          if (cell !== undefined) learner?.add(cell);
        } catch (error) {
          // It is told when the row is encoded.
          if (!isCellError(error) && !isRuntimeFailure(error)) throw error;
        }
      }
    }
  }
  return Object.fromEntries(
    open.map(({ input, fit, learner }) => [
      input.name,
      { ...(learner?.fitted() ?? encoderOf(input).fit([], input)), ...fit },
    ]),
  );
}

async function* trainingRows(rows: () => TableStream, isTraining: (row: number) => boolean) {
  for await (const chunk of rows().chunks) {
    for (let row = 0; row < chunk.rows; row++) if (isTraining((chunk.first ?? 0) + row)) yield { chunk, row };
  }
}
