/** `2024-05-31`, `2024-05-31 14:30`, `2024-05-31T14:30:00.5Z`, `… +02:00`; without a zone it is that of Greenwich. */
const DATE =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?\s*$/;

/** Milliseconds since the beginning of 1970 of a date with or without a time; undefined where a text is none. */
export function dateOf(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((n) => Number(n ?? 0));
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second, Math.round(Number(match[7] ?? 0) * 1000));
  // A day or an hour that there is not becomes another one.
  const isThere = at.getUTCMonth() === month - 1 && hour < 24 && minute < 60 && second < 60;
  return isThere ? at.getTime() - zoneOf(match[8]) : undefined;
}

function zoneOf(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || 0);
  return (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** A cell as a number by which moments are ordered: the number that it is, or a date; undefined where it is neither. */
export function momentOf(cell: string): number | undefined {
  const number = cell.trim() === "" ? Number.NaN : Number(cell);
  return Number.isFinite(number) ? number : dateOf(cell);
}

const DAY = 86_400_000;
const turn = (share: number): readonly number[] => [
  Math.sin(2 * Math.PI * share),
  Math.cos(2 * Math.PI * share),
];

/** Days from the beginning of a moment's year, and how many the year has. */
function inYear(at: Date): readonly [days: number, length: number] {
  const start = Date.UTC(at.getUTCFullYear(), 0);
  return [(at.getTime() - start) / DAY, (Date.UTC(at.getUTCFullYear() + 1, 0) - start) / DAY];
}

/** What each part tells of a moment. */
const PARTS = {
  year(at: Date) {
    const [days, length] = inYear(at);
    return [at.getUTCFullYear() - 2000 + days / length];
  },
  days: (at: Date) => [at.getTime() / DAY],
  month: (at: Date) => turn(at.getUTCMonth() / 12),
  day_of_month: (at: Date) => turn((at.getUTCDate() - 1) / 31),
  day_of_year(at: Date) {
    const [days, length] = inYear(at);
    return turn(days / length);
  },
  weekday: (at: Date) => turn(((at.getUTCDay() + 6) % 7) / 7),
  hour: (at: Date) => turn(((at.getTime() / 3_600_000) % 24) / 24),
  minute: (at: Date) => turn(((at.getTime() / 60_000) % 60) / 60),
};

export type DatePart = keyof typeof PARTS;

/** A part of a moment, in milliseconds since the beginning of 1970, as one number or as sine and cosine. */
export const datePartsOf = (moment: number, part: DatePart): readonly number[] =>
  PARTS[part](new Date(moment));
