export * from "../../../compiler/random/streams.ts";
