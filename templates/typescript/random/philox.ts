export * from "../../../compiler/random/philox.ts";
