import { answerSplit, floats } from "../evaluate/answer-split.ts";
import type { Leg } from "./legs.ts";
import type { Session } from "./session.ts";

/** Has the model, which has not seen them, answer the rows that a stretch has left out, and keeps what it says. */
export async function keepOutOfFold(session: Session, keeps: NonNullable<Leg["keeps"]>): Promise<void> {
  const { model, dataset, run, kept } = session;
  const { order, names } = keeps;
  const own = kept.filter(({ name }) => names.some((one) => name === one || name === `${one}/present`));
  await answerSplit(
    model,
    dataset.splits.train,
    run.manifest.batch,
    ({ from, rows, results }) => {
      for (const { name, width, data } of own) {
        const said = floats(results[name]);
        for (let i = 0; i < rows; i++) {
          data.set(said.subarray(i * width, (i + 1) * width), order[from + i]! * width);
        }
      }
    },
    { order },
  );
}
