import type { OperatorName } from "../../../../../compiler/operators/index.generated.ts";
import { activateCases } from "./activate.ts";
import { attendCases } from "./attend.ts";
import type { Case } from "./case.ts";
import { decideCases } from "./decide.ts";
import { encodeCases } from "./encode.ts";
import { fuseCases } from "./fuse.ts";
import { normaliseCases } from "./normalise.ts";
import { poolCases } from "./pool.ts";
import { shapeCases } from "./shape.ts";

/** Cases of every operator. One without any fails its tests. */
export const CASES: Readonly<Record<OperatorName, readonly Case[]>> = {
  ...encodeCases,
  ...activateCases,
  ...normaliseCases,
  ...poolCases,
  ...shapeCases,
  ...attendCases,
  ...fuseCases,
  ...decideCases,
};
