import { asTexts, literal, quoted } from "./duckdb.ts";

/** How DuckDB reads a kind of file. */
interface Format {
  /** A table function with typed columns; `paths` is SQL. */
  typed(paths: string): string;
  /** Names of the columns; `$1` is the path. */
  names(skip: boolean): string;
  /** All rows of those columns as text. */
  rows(columns: readonly string[], wanted: readonly string[], skip: boolean): string;
  /** Whether lines that were left out are noted in the database's table of rejects. */
  readonly rejects?: true;
  readonly help: string;
}

/** The column that says which file a row came from. */
export const FILE = ":file";

const CSV = `header=true, quote='"', escape='"', comment='', skip=0`;

const asText = (columns: readonly string[]): string =>
  `{${columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ")}}`;

/** The dialect is fixed, since one that is guessed can be guessed wrong. Cells become text as they were written. */
function csv(delimiter: string, called: string): Format {
  const dialect = `${CSV}, delim='${delimiter}'`;
  return {
    typed: (paths) => `read_csv(${paths}, ${dialect}, sample_size=-1)`,
    names: () =>
      `SELECT * FROM read_csv($1, ${dialect}, all_varchar=true, null_padding=true, strict_mode=false, ignore_errors=true) LIMIT 0`,
    rows: (columns, wanted, skip) =>
      `SELECT ${wanted.map(quoted).join(", ")} FROM read_csv($1, ${dialect}, auto_detect=false, columns=${asText(columns)}, filename='${FILE}'${skip ? ", ignore_errors=true, store_rejects=true" : ""})`,
    rejects: true,
    help: `Write one record per line, cells separated by ${called}, as many in every line as in the header, in UTF-8. Put "…" around a cell that contains a line break or a separator.`,
  };
}

/**
 * Lines of JSON by themselves: one that is none stays as a row of empty cells, which is then told like any other that
 * cannot be read. (Where `read_json` leaves errors out, it loses lines behind them.)
 */
function eachLine(wanted: readonly string[]): string {
  const cell = (name: string) =>
    name === FILE
      ? quoted(FILE)
      : `CASE WHEN json_valid(line) THEN json_extract_string(line, ${literal(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`)}) END AS ${quoted(name)}`;
  const lines = `read_csv($1, auto_detect=false, header=false, delim='\x01', quote='', escape='', comment='', skip=0, columns={'line': 'VARCHAR'}, max_line_size=16777216, buffer_size=33554432, filename='${FILE}')`;
  return `SELECT ${wanted.map(cell).join(", ")} FROM ${lines} WHERE trim(line) <> ''`;
}

const jsonLines: Format = {
  typed: (paths) => `read_json(${paths}, format='newline_delimited', sample_size=-1)`,
  names: (skip) =>
    `SELECT * FROM read_json($1, format='newline_delimited', sample_size=-1${skip ? ", ignore_errors=true" : ""}) LIMIT 0`,
  rows: (columns, wanted, skip) =>
    skip
      ? eachLine(wanted)
      : `SELECT ${wanted.map(quoted).join(", ")} FROM read_json($1, format='newline_delimited', columns=${asText(columns)}, filename='${FILE}')`,
  help: "Write one JSON object per line.",
};

const parquet: Format = {
  typed: (paths) => `read_parquet(${paths})`,
  names: () => "SELECT * FROM read_parquet($1) LIMIT 0",
  rows: (_, wanted) => `SELECT ${asTexts(wanted)} FROM read_parquet($1, filename='${FILE}')`,
  help: "Write the table again with a current Parquet library.",
};

/** How a table is read by DuckDB, by the ending of its name. */
const FORMATS: Readonly<Record<string, Format>> = {
  ".csv": csv(",", "commas"),
  ".tsv": csv("\t", "tabs"),
  ".jsonl": jsonLines,
  ".ndjson": jsonLines,
  ".parquet": parquet,
};

/** Tables of Arrow, which DuckDB does not read. */
const ARROW = [".arrow", ".feather"];

export const TABLE_ENDINGS: readonly string[] = [...Object.keys(FORMATS), ...ARROW];

/** The ending of a table's name, without that of compression. */
const endingOf = (path: string): string => /\.[^./\\]+(?=(?:\.gz)?$)/.exec(path.toLowerCase())?.[0] ?? "";

export const formatOf = (path: string): Format | undefined => FORMATS[endingOf(path)];
export const isArrow = (path: string): boolean => ARROW.includes(endingOf(path));
export const isGlob = (path: string): boolean => /[*?[\]]/.test(path);
