export * from "../../../compiler/data/moments.ts";
