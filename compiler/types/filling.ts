/**
 * How far a ragged axis is filled, as an axis names it: `voice`, as far as the records of that input reach, or that
 * followed by steps, each of which says how many places windows or a new rate make of those before. Equal texts mean
 * equal fillings.
 */

/** Of n places become `floor((n · times + plus) / over)`, at least none; `plus` is below `over`, so that of none become none. */
export interface Step {
  readonly times: number;
  readonly plus: number;
  readonly over: number;
}

const MARK = ">";

/** The filling after a further step. */
export function stepped(filling: string, step: Step): string {
  const common = divisor(step.times, step.over);
  const [times, over] = [step.times / common, step.over / common];
  const plus = Math.floor(step.plus / common);
  return times === 1 && over === 1 && plus === 0 ? filling : `${filling}${MARK}${times},${plus},${over}`;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** What a filling starts from, and the steps at its end. */
export function stepsOf(filling: string): { readonly from: string; readonly steps: readonly Step[] } {
  const [tail] = /(>\d+,-?\d+,\d+)*$/.exec(filling)!;
  const from = filling.slice(0, filling.length - tail.length);
  const steps = tail
    .split(MARK)
    .slice(1)
    .map((text) => {
      const [times, plus, over] = text.split(",").map(Number) as [number, number, number];
      return { times, plus, over };
    });
  return { from, steps };
}

/**
 * Whether places are filled from the first on, as far as an input's records reach. An axis that an operator has filled
 * itself, such as that of joined sequences, may have places among them that are not.
 */
export const isFilledFromFirst = (filling: string): boolean => !/[#:]/.test(stepsOf(filling).from);

/** How many places there are after some steps where there were `count` before. */
export const placesAfter = (steps: readonly Step[], count: number): number =>
  steps.reduce((n, { times, plus, over }) => Math.max(0, Math.floor((n * times + plus) / over)), count);

/** How many places there must be before some steps, so that the place `place` is filled after them. */
export const neededPlaces = (steps: readonly Step[], place: number): number =>
  steps.reduceRight(
    (n, { times, plus, over }) => Math.max(1, Math.ceil((over * n - plus) / times)),
    place + 1,
  );
