import { attentionMessages } from "./attention.ts";
import { axisMessages } from "./axes.ts";
import { dataMessages } from "./data.ts";
import { decisionMessages } from "./decisions.ts";
import type { ParametersOf } from "./define.ts";
import { fusionMessages } from "./fusion.ts";
import { nameMessages } from "./names.ts";
import { outputMessages } from "./outputs.ts";
import { phaseMessages } from "./phases.ts";
import { settingMessages } from "./settings.ts";
import { syntaxMessages } from "./syntax.ts";
import { typeMessages } from "./types.ts";

/** The one registry of findings, by name. Codes: 0xxx syntax, 1xxx names, 2xxx types, 3xxx settings and budgets, 4xxx data. */
export const messages = {
  ...syntaxMessages,
  ...nameMessages,
  ...typeMessages,
  ...axisMessages,
  ...decisionMessages,
  ...fusionMessages,
  ...attentionMessages,
  ...outputMessages,
  ...settingMessages,
  ...dataMessages,
  ...phaseMessages,
} as const;

export type MessageName = keyof typeof messages;

export type MessageParameters<N extends MessageName> = Readonly<
  Record<ParametersOf<(typeof messages)[N]["message"]>, string | number>
>;
