import { costOf } from "../graph/cost.ts";
import type { CompiledModel } from "../plan/compiled-model.ts";

/** What the use of an operator costs. */
interface UseCosts {
  readonly parameters: number;
  readonly macs: number;
  /** Whether its weights are those of a use before it, which counts them. */
  readonly shared: boolean;
}

/** What each use of an operator costs, asked for in their order; the weights of an instance belong to its first use, and those behind share them. */
export function costsOf({
  predict,
}: Pick<CompiledModel, "predict">): (path: string, application?: number) => UseCosts {
  const weights = new Map(costOf(predict).parts.map(({ origin, parameters }) => [origin.path, parameters]));
  const useOf = (path: string, application: number | undefined) => `${application} ${path}`;
  const macs = new Map(
    costOf(predict, ({ path, application }) => useOf(path, application)).parts.map((part) => [
      useOf(part.origin.path, part.origin.application),
      part.macs,
    ]),
  );
  const met = new Set<string>();
  return (path: string, application?: number) => {
    const parameters = weights.get(path) ?? 0;
    const shared = parameters > 0 && met.has(path);
    met.add(path);
    return { parameters: shared ? 0 : parameters, macs: macs.get(useOf(path, application)) ?? 0, shared };
  };
}
