import { tuningOf } from "../kit/settings.ts";

/** What is tuned, for all models alike. */
export const TUNING = tuningOf(
  {
    "learning rate": { values: ["1e-3", "3e-3"], place: /(?<=learning_rate: )[\d.e-]+/g },
    "weight decay": { values: ["1e-4", "0.3", "1"], place: /(?<=weight_decay: )[\d.e-]+/g },
    "label smoothing": { values: ["0", "0.1"], place: /(?<=label_smoothing: )[\d.]+/g },
    "encoder dropout": { values: ["0", "0.3"], place: /(?<=encoder_dropout: )[\d.]+/g },
    "word dropout": { values: ["0.3", "0.5"], place: /(?<=word_dropout: )[\d.]+/g },
    vocabulary: { values: ["500", "2_000"], place: /(?<=vocabulary: )[\d_]+/g },
    "joint dropout": { values: ["0.3", "0.5"], place: /(?<=\|> dropout\()[\d.]+/g },
    "weight of each path's loss": { values: ["0.3", "1"], place: /[\d.]+(?= \* cross_entropy)/g },
  },
  ["learning rate", "weight decay", "label smoothing", "encoder dropout"],
);
