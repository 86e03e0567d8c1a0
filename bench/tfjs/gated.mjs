/** The gated fusion of `models/gated.fuse` as a person would write it with tfjs layers. */
export function gated(tf) {
  const wrist = tf.input({ shape: [24] });
  const ankle = tf.input({ shape: [16] });
  const phone = tf.input({ shape: [32] });
  const all = tf.layers.concatenate().apply([wrist, ankle, phone]);
  const gate = (x) =>
    tf.layers
      .multiply()
      .apply([
        tf.layers.dense({ units: 64, activation: "tanh" }).apply(x),
        tf.layers.dense({ units: 64, activation: "sigmoid" }).apply(all),
      ]);
  const joint = tf.layers.add().apply([gate(wrist), gate(ankle), gate(phone)]);
  const hidden = tf.layers.dense({ units: 32, activation: "relu" }).apply(joint);
  const state = tf.layers.dense({ units: 4, activation: "softmax" }).apply(hidden);
  const model = tf.model({ inputs: [wrist, ankle, phone], outputs: state });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy" });
  return {
    model,
    data: (rows) => ({
      x: [24, 16, 32].map((width) => tf.randomNormal([rows, width])),
      y: tf.oneHot(tf.randomUniform([rows], 0, 4, "int32"), 4),
    }),
  };
}
