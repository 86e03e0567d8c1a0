/** A whole file in which nothing is wrong, for tests that break it. */
export const FEELING = `/// What is decided.
category Mood = ["glad", "sad"]

/// From words and a face.
model Feeling {
  input words: text(words: 32, vocabulary: 5_000)
  input face:  image(64, 64, rgb)

  said  = words |> embed(64) |> mean(over: word) |> dense(64, relu)
  shown = face |> Encoder(widths: [16, 32])

  joint = concat(said, shown) |> dense(64, relu) |> dropout(0.3)
  output mood: Mood = joint |> classify(Mood)

  require parameters < 500k, macs < 50M
}

block Encoder(x: image, widths: list<int>) -> feature {
  for width in widths {
    x = x |> conv(width, bias: false) |> relu |> max_pool(2)
  }
  return x |> mean(over: space) |> dense(64, relu)
}

data Diary {
  from:  "diary.csv"
  words = column("words") |> lowercase
  face  = file("face")
  mood  = column("mood")
  split: column("split")
}

train Feeling on Diary {
  minimise {
    main = cross_entropy(mood)
  }
  optimizer: adamw(learning_rate: 1e-3)
  schedule:  cosine(warmup: 50)
  epochs:    20
  batch:     32
}
`;
