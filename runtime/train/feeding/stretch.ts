import type { FeedLayout } from "../../data/buffers.ts";
import type { StoredRows } from "../../data/stored-rows.ts";
import { balancedOrder, epochOrder, orderAmong } from "../order.ts";

/** Rows that are fed epoch after epoch, each time in another order. Plain data, which threads hand to one another. */
export interface Stretch {
  /** Where the rows lie: feeds of one part behind those of another. */
  readonly parts: readonly StoredRows[];
  /** Rows of a batch. */
  readonly size: number;
  /** Rows of an epoch, and which they are where they are not all. */
  readonly rows: number;
  readonly places?: Uint32Array | undefined;
  readonly seed: number;
  /** The label of every row, by place, where each is to come equally often. */
  readonly labels?: Int32Array | undefined;
}

/** The feeds of a stretch. */
export const feedsOf = ({ parts }: Pick<Stretch, "parts">): readonly FeedLayout[] =>
  parts.flatMap(({ feeds }): readonly FeedLayout[] => feeds);

/** Where a stretch is: before a row of an epoch, both counted from 0. */
export interface Place {
  readonly epoch: number;
  readonly row: number;
}

/** Rows of one epoch that are gathered at once: from the first to behind the last. */
export interface Block {
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
}

/** The order of the rows in an epoch. */
export function orderOf({ seed, rows, places, labels }: Stretch, epoch: number): Uint32Array {
  if (labels !== undefined) return balancedOrder(seed, epoch, labels, places);
  return places === undefined ? epochOrder(seed, epoch, rows) : orderAmong(seed, epoch, places);
}

/** The blocks of so many batches that follow one another from a place on, without end. */
export function* blocksFrom(
  { rows, size }: Stretch,
  { epoch, row }: Place,
  batches: number,
): Generator<Block, never> {
  for (let now = epoch, from = row; ; now++, from = 0) {
    for (; from < rows; from += batches * size)
      yield { epoch: now, from, to: Math.min(rows, from + batches * size) };
  }
}

/** The place so many batches behind another. */
export function behind(stretch: Stretch, place: Place, batches: number): Place {
  const blocks = blocksFrom(stretch, place, 1);
  for (let i = 0; i < batches; i++) blocks.next();
  const { epoch, from } = blocks.next().value;
  return { epoch, row: from };
}
