import type { Node } from "../../compiler/graph/tensor.ts";
import { failure, messageOf, type RuntimeFailure } from "../failure.ts";

/** What tfjs says where a backend has no kernel. */
const LACKS = /^Kernel '(\w+)' not registered for backend/;

/** That a backend does not compute a node: told in the author's words. */
export function notComputable(backend: string, { primitive, origin }: Node, error: unknown): RuntimeFailure {
  const { path, span } = origin;
  const [, kernel] = LACKS.exec(messageOf(error)) ?? [];
  const message =
    kernel === undefined
      ? `the backend ${backend} cannot compute ${path}, a ${primitive}: ${messageOf(error)}`
      : `the backend ${backend} has no ${kernel}, which ${path} is computed with`;
  return failure(
    "backend-lacks-kernel",
    { message, help: "Use another backend: webgpu, webgl, wasm, cpu, or tensorflow in Node." },
    { span, cause: error },
  );
}
