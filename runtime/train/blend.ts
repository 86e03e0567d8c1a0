import { answerSplit } from "../evaluate/answer-split.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { Session } from "./session.ts";
import type { Standing } from "./standing.ts";

/** The mean losses of a term at one time. */
export interface Losses {
  readonly train: number;
  readonly validation: number;
}

/** The least overfitting that is told apart. */
const LEAST = 1e-3;

/**
 * How much terms count, with the sum 1, by what has become of their losses: `G / O²`, where G is how much the validation
 * loss has fallen and O how much the gap to the training loss has grown. Undefined where no validation loss has fallen.
 *
 * Source: Wang, Tran & Feiszli, CVPR 2020, arXiv 1905.12681
 */
export function sharesOf(
  changes: readonly { readonly before: Losses; readonly now: Losses }[],
): readonly number[] | undefined {
  const ratios = changes.map(({ before, now }) => {
    const gained = Math.max(before.validation - now.validation, 0);
    const grown = now.validation - now.train - (before.validation - before.train);
    return gained / Math.max(Math.abs(grown), LEAST) ** 2;
  });
  const total = ratios.reduce((a, b) => a + b, 0);
  return total > 0 && Number.isFinite(total) ? ratios.map((ratio) => ratio / total) : undefined;
}

/** Measures the terms of a stretch that begins, all of which count alike. */
export const beginBlend = (session: Session, standing: Standing): Promise<void> =>
  setBlend(session, standing, (changes) => changes.map(() => 1 / changes.length));

/** Sets how much each term counts, now that an epoch of the stretch is through, if it is time for that. */
export async function blend(session: Session, standing: Standing): Promise<void> {
  const { every } = session.run.training.blend ?? { every: 0 };
  const through = standing.epoch + 1 - standing.after;
  if (every > 0 && through % every === 0) await setBlend(session, standing, sharesOf);
}

async function setBlend(session: Session, { leg }: Standing, shares: typeof sharesOf): Promise<void> {
  const { run, dataset, model } = session;
  const { train, validation } = dataset.splits;
  const terms = run.training.blend?.terms.filter(({ term }) => leg.terms?.includes(term)) ?? [];
  if (terms.length < 2 || validation.rows === 0) return;
  const measured = {
    train: await lossesOn(session, train, leg.order),
    validation: await lossesOn(session, validation),
  };
  const before = await model.read();
  const changes = terms.map(({ term, marks }) => {
    const [ownTrain, ownValidation] = before.get(marks)!.data;
    return {
      before: { train: ownTrain!, validation: ownValidation! },
      now: { train: measured.train.get(term)!, validation: measured.validation.get(term)! },
    };
  });
  const found = shares(changes);
  const set = terms.flatMap(({ share, marks }, i): [string, StoredTensor][] => {
    const { train, validation } = changes[i]!.now;
    const mark = [marks, { shape: [2], data: Float32Array.of(train, validation) }] as const;
    return found === undefined
      ? [[...mark]]
      : [[...mark], [share, { shape: [], data: Float32Array.of(found[i]!) }]];
  });
  model.assignStates(new Map([...before, ...set]));
}

/** The mean of each term over rows of a split. */
async function lossesOn(
  { run, model }: Session,
  split: Session["dataset"]["splits"]["train"],
  order?: Uint32Array,
): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  const rows = order?.length ?? split.rows;
  await answerSplit(
    model,
    split,
    run.manifest.batch,
    ({ terms }) => {
      for (const [term, sum] of terms) sums.set(term, (sums.get(term) ?? 0) + sum / rows);
    },
    order === undefined ? {} : { order },
  );
  return sums;
}
