export * from "../../../compiler/random/distributions.ts";
