/** The one place that says which tfjs computes. */
export * from "@tensorflow/tfjs";
