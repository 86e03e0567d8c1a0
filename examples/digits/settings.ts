import { tuningOf } from "../kit/settings.ts";
import type { Compared } from "../kit/verdict.ts";

/** What is tuned, for all models alike. */
export const TUNING = tuningOf(
  {
    "learning rate": { values: ["1e-3", "3e-3"], place: /(?<=learning_rate: )[\d.e-]+/g },
    "weight decay": { values: ["1e-4", "0.3"], place: /(?<=weight_decay: )[\d.e-]+/g },
    "label smoothing": { values: ["0", "0.1"], place: /(?<=label_smoothing: )[\d.]+/g },
    "encoder dropout": { values: ["0.2", "0.4"], place: /(?<=drop: )[\d.]+(?=\))/g },
    "joint dropout": { values: ["0.2", "0.4"], place: /(?<=\|> dropout\()[\d.]+/g },
    "inputs dropped": { values: ["0.1", "0.3"], place: /(?<=modality\()[\d.]+(?=\))/g },
  },
  ["learning rate", "weight decay", "label smoothing", "encoder dropout"],
);

/** The models, single inputs first. */
export const MODELS: readonly Compared[] = [
  { file: "picture", title: "picture alone", alone: "picture" },
  { file: "sound", title: "sound alone", alone: "sound" },
  { file: "sign", title: "sign alone", alone: "sign" },
  { file: "early", title: "early" },
  { file: "late", title: "late" },
  { file: "gated", title: "gated" },
  { file: "attention", title: "attention" },
  { file: "hybrid", title: "hybrid" },
];
