/** The programming interface: what the command line does, with typed results. */
export type { Compilation } from "../compiler/compile.ts";
export type { Diagnostic } from "../diagnostics/diagnostic.ts";
export type { CompareOptions, Comparison } from "./compare/compare.ts";
export { compare } from "./compare/compare.ts";
export type {
  EvaluateOptions,
  Evaluation,
  OutputEvaluation,
  SubsetEvaluation,
} from "./evaluate/evaluate-run.ts";
export { evaluate } from "./evaluate/evaluate-run.ts";
export type { FailureReason, RuntimeFailure } from "./failure.ts";
export type { DataReport } from "./inspect/inspect.ts";
export { inspect } from "./inspect/inspect.ts";
export type { LoadedModel, LoadOptions } from "./load.ts";
export { load, predict } from "./load.ts";
export { compileFile as compile } from "./model/compile-file.ts";
export type { SourceError } from "./model/invalid-source.ts";
export type { CategoryDecision } from "./outputs/category.ts";
export type { Decision } from "./outputs/index.ts";
export type { NumberDecision } from "./outputs/number.ts";
export type { SequenceDecision } from "./outputs/sequence.ts";
export type { SetDecision } from "./outputs/set.ts";
export type { VectorDecision } from "./outputs/vector.ts";
export type { Prediction, PredictOptions, Predictor } from "./predict/predictor.ts";
export { report } from "./report/report.ts";
export type { ReportOptions } from "./report/run/write-report.ts";
export type { Ending, EpochMetrics, TrainEvent, TrainResult } from "./train/events.ts";
export type { TrainOptions } from "./train/train.ts";
export { resume, train } from "./train/train.ts";
export type { CounterExample } from "./verify/property.ts";
export type { Verdict, Verification, VerifyOptions } from "./verify/verify.ts";
export { verify } from "./verify/verify.ts";
