/** Computes programs in a page: bundled and served by the test, which calls it from outside. */
import { openStored } from "../../../../compiler/targets/browser/stored-model.ts";
import { type PageBackend, startBackend } from "../../../../runtime/browser/backends.ts";
import type { Dense } from "../../../compiler/graph/kit/dense.ts";
import { compute } from "./compute.ts";

/** A stored model whose `predict` is to be computed, and what is fed for it. */
export interface Asked {
  readonly model: string;
  readonly given: Readonly<Record<string, Dense>>;
}

/** Numbers as text, since what a page gives back is JSON, which has no infinities. */
type Told = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: string }>>;

async function computeAll(backend: PageBackend, asked: readonly Asked[]): Promise<(Told | string)[]> {
  const tf = await startBackend(new URL("http://localhost/"), [backend]);
  const answers: (Told | string)[] = [];
  for (const { model, given } of asked) {
    try {
      const found = await compute(
        tf as unknown as Parameters<typeof compute>[0],
        openStored(model).predict,
        given,
      );
      answers.push(
        Object.fromEntries(
          Object.entries(found).map(([name, { shape, data }]) => [name, { shape, data: data.join(" ") }]),
        ),
      );
    } catch (error) {
      answers.push(String(error));
    }
  }
  return answers;
}

Object.assign(globalThis, { computeAll });
