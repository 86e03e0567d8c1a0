import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf } from "../../failure.ts";
import { cellError, type FileAccess, type FileContent } from "../encoders/define.ts";

/** No file of a record is larger: 2 GiB. */
const MOST = 2 ** 31;

/** Reads a file that is no folder and not endless. */
export async function contentOf(path: string): Promise<FileContent> {
  const { size } = await stat(path);
  if (size > MOST) throw new Error(`it has ${size} bytes`);
  return { name: path, bytes: await readFile(path) };
}

/** @param file what the file has to be, such as `a PNG file` */
const help = (file: string) =>
  `Give the path of ${file}, a data URL of one, or {"base64": "…"} with its bytes.`;

/** Why a file cannot be read, in words, by the code of the system's error. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it may not be read",
  EPERM: "it may not be read",
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? messageOf(error);
}

/** JSON Schema of a file in a record that is to be predicted. */
export const FILE_SCHEMAS: readonly Readonly<Record<string, unknown>>[] = [
  { type: "string", minLength: 1 },
  {
    type: "object",
    required: ["base64"],
    properties: { base64: { type: "string", minLength: 1 } },
    additionalProperties: false,
  },
];

/** Whether a field of a record is meant as a file: a path, a data URL, or `{"base64": "…"}`. */
export const isFile = (field: unknown): boolean =>
  typeof field === "string" || (typeof field === "object" && field !== null && "base64" in field);

/**
 * The file that a field of a record is.
 *
 * @param wanted what the file has to be, for messages
 * @throws CellError
 */
export async function fileOfRecord(
  field: unknown,
  access: FileAccess,
  wanted = "a file",
): Promise<FileContent> {
  if (typeof field !== "string") {
    const base64 =
      typeof field === "object" && field !== null && "base64" in field ? field.base64 : undefined;
    return { name: "", bytes: decoded(String(base64)) };
  }
  if (field.startsWith("data:")) {
    const [, content] = /^data:[^,]*;base64,(.*)$/s.exec(field) ?? [];
    if (content !== undefined) return { name: "", bytes: decoded(content) };
    throw cellError("this data URL is not in Base64", "Write it as data:image/png;base64,….");
  }
  if (access === "none") {
    throw cellError(
      "paths of files are not accepted here",
      'Give the file as a data URL, or as {"base64": "…"}.',
    );
  }
  try {
    return await contentOf(resolve(access.folder, field));
  } catch (error) {
    throw cellError(`${field}: ${reasonOf(error)}`, help(wanted), error);
  }
}

/** Node's decoder skips what is not Base64, so that must be looked for first. */
function decoded(base64: string): Uint8Array {
  if (/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) return Buffer.from(base64, "base64");
  throw cellError("this is not Base64", "Encode the bytes of the file in Base64, without line breaks.");
}
