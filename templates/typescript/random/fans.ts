export * from "../../../compiler/random/fans.ts";
