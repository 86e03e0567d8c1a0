import type { Span } from "../../../../diagnostics/source.ts";
import { openSource } from "../../../../runtime/data/tables/read.ts";
import type { Table, WantedColumn } from "../../../../runtime/data/tables/table.ts";
import { dataPlan } from "../../samples.ts";

/** Reads columns of a table, or of those that a glob matches. */
export async function readTable(path: string, span: Span, wanted: readonly WantedColumn[]): Promise<Table> {
  const source = await openSource({ ...dataPlan(path, {}), fromSpan: span }, "/");
  return source.read(wanted);
}
