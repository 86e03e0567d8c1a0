/** The fused emoji model of `examples/emoji/fused.fuse` as a person would write it with tfjs layers. */
export function emoji(tf) {
  /** Mean over the words that are there; 0 is padding. */
  class MaskedMean extends tf.layers.Layer {
    static className = "MaskedMean";
    computeOutputShape([[batch, , width]]) {
      return [batch, width];
    }
    call([values, ids]) {
      return tf.tidy(() => {
        const mask = ids.notEqual(tf.scalar(0)).toFloat().expandDims(2);
        return values.mul(mask).sum(1).div(mask.sum(1).maximum(1));
      });
    }
  }

  /** Probabilities weighted by the largest of each. */
  class ConfidenceVote extends tf.layers.Layer {
    static className = "ConfidenceVote";
    computeOutputShape([first]) {
      return first;
    }
    call(logits) {
      return tf.tidy(() => {
        const votes = logits.map((x) => x.softmax());
        const weights = votes.map((p) => p.max(1, true));
        const total = weights.reduce((a, b) => a.add(b));
        return votes
          .map((p, i) => p.mul(weights[i]))
          .reduce((a, b) => a.add(b))
          .div(total);
      });
    }
  }

  const name = tf.input({ shape: [8] });
  const picture = tf.input({ shape: [64, 64, 4] });

  let words = tf.layers.embedding({ inputDim: 2000, outputDim: 64 }).apply(name);
  words = tf.layers.dropout({ rate: 0.3 }).apply(words);
  words = new MaskedMean({}).apply([words, name]);
  words = tf.layers.dense({ units: 64, activation: "relu" }).apply(words);

  let sight = picture;
  for (const filters of [16, 32, 64]) {
    sight = tf.layers.conv2d({ filters, kernelSize: 3, padding: "same", useBias: false }).apply(sight);
    sight = tf.layers.batchNormalization({ momentum: 0.9 }).apply(sight);
    sight = tf.layers.reLU().apply(sight);
    sight = tf.layers.maxPooling2d({ poolSize: 2 }).apply(sight);
  }
  sight = tf.layers.globalAveragePooling2d({}).apply(sight);
  sight = tf.layers.dense({ units: 64, activation: "relu" }).apply(sight);

  let joint = tf.layers.concatenate().apply([words, sight]);
  joint = tf.layers.dense({ units: 128, activation: "relu" }).apply(joint);
  joint = tf.layers.dropout({ rate: 0.3 }).apply(joint);

  const heads = [joint, words, sight].map((x) => tf.layers.dense({ units: 8 }).apply(x));
  const group = new ConfidenceVote({}).apply(heads);
  const model = tf.model({ inputs: [name, picture], outputs: group });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy" });
  return {
    model,
    data: (rows) => ({
      x: [tf.randomUniform([rows, 8], 0, 2000, "int32"), tf.randomUniform([rows, 64, 64, 4])],
      y: tf.oneHot(tf.randomUniform([rows], 0, 8, "int32"), 8),
    }),
  };
}
