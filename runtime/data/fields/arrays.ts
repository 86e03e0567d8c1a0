import { extname } from "node:path";
import type { Span } from "../../../diagnostics/source.ts";
import { failure, messageOf } from "../../failure.ts";
import { decodeTensor } from "../decoders/tensors.ts";
import { readArray } from "../encoders/array-files.ts";
import { isCellError, type NumberCell } from "../encoders/define.ts";
import { contentOf } from "./contents.ts";

/**
 * An array with an entry for each record.
 *
 * @throws RuntimeFailure `file-missing`, `file-unreadable`
 */
export async function arrayIn(path: string, tensor: string | undefined, span: Span): Promise<NumberCell> {
  const content = await contentOf(path).catch((error: unknown) => {
    const message = `${path} cannot be read: ${messageOf(error)}`;
    const help = "The path is relative to the source file. Correct it, or put the file there.";
    throw failure("file-missing", { message, help }, { span, cause: error });
  });
  try {
    return extname(path) === ".safetensors" ? decodeTensor(content.bytes, tensor) : readArray(content);
  } catch (error) {
    if (!isCellError(error)) throw error;
    const words = { message: `${path}: ${error.message}`, help: error.help };
    throw failure("file-unreadable", words, { span, cause: error });
  }
}
