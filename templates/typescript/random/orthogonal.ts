export * from "../../../compiler/random/orthogonal.ts";
