import { describe, expect, test } from "vitest";
import { explain } from "../../diagnostics/explain.ts";
import { attentionMessages } from "../../diagnostics/messages/attention.ts";
import { axisMessages } from "../../diagnostics/messages/axes.ts";
import { dataMessages } from "../../diagnostics/messages/data.ts";
import { decisionMessages } from "../../diagnostics/messages/decisions.ts";
import type { Message } from "../../diagnostics/messages/define.ts";
import { fusionMessages } from "../../diagnostics/messages/fusion.ts";
import { messages } from "../../diagnostics/messages/index.ts";
import { nameMessages } from "../../diagnostics/messages/names.ts";
import { outputMessages } from "../../diagnostics/messages/outputs.ts";
import { phaseMessages } from "../../diagnostics/messages/phases.ts";
import { settingMessages } from "../../diagnostics/messages/settings.ts";
import { syntaxMessages } from "../../diagnostics/messages/syntax.ts";
import { typeMessages } from "../../diagnostics/messages/types.ts";

const entries = Object.entries<Message>(messages);

/** First digits of the codes that each family of findings may use. */
const families: readonly (readonly [
  name: string,
  family: Readonly<Record<string, Message>>,
  digits: string,
])[] = [
  ["syntax", syntaxMessages, "0"],
  ["names", nameMessages, "1"],
  ["types", typeMessages, "2"],
  ["fusion", fusionMessages, "2"],
  ["axes", axisMessages, "2"],
  ["attention", attentionMessages, "2"],
  ["decisions", decisionMessages, "2"],
  ["outputs", outputMessages, "3"],
  ["settings", settingMessages, "34"],
  ["data", dataMessages, "4"],
  ["phases", phaseMessages, "3"],
];

/** An explanation tells its reader to do something; these are the words it may do so with. */
const TELLS =
  /\b(add|align|apply|ask|average|bring|call|change|check|choose|close|copy|correct|declare|delete|divide|drop|end|fill|give|import|join|keep|leave|let|list|lower|make|map|mark|mend|move|name|normalise|open|pass|pick|project|put|raise|reduce|remove|rename|repeat|replace|resample|return|say|separate|set|shorten|spell|split|start|state|swap|take|train|try|turn|use|wrap|write)\b/i;

describe("the registry", () => {
  test("uses each code once", () => {
    const codes = entries.map(([, entry]) => entry.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test("loses no entry to another of the same name", () => {
    const sizes = families.map(([, family]) => Object.keys(family).length);
    expect(entries).toHaveLength(sizes.reduce((sum, size) => sum + size, 0));
  });

  test.each(families)("codes of %s begin with their family's digits", (_, family, digits) => {
    const codes = Object.values(family).map((entry) => entry.code);
    expect(codes.filter((code) => !new RegExp(`^FW[${digits}]\\d{3}$`).test(code))).toEqual([]);
  });

  const broken: readonly (readonly [rule: string, breaks: (entry: Message) => boolean])[] = [
    ["messages have no final full stop", ({ message }) => /[.!]\s*$/.test(message)],
    ["messages start in lower case", ({ message }) => /^\s|^[A-Z](?!\d)/.test(message) || message === ""],
    ["messages are one line", ({ message }) => /[\r\n]/.test(message)],
    [
      "what stands in braces is a parameter's name in snake_case",
      ({ message }) => /\{(?![a-z]+(_[a-z]+)*\})/.test(message),
    ],
    ["code in messages is closed", ({ message }) => message.split("`").length % 2 === 0],
    ["explanations are sentences", ({ explanation }) => !/^[\p{Lu}`].*[.!)`]$/su.test(explanation.trim())],
    [
      "what to do is told, or shown by an example",
      ({ explanation, right }) => !right && !TELLS.test(explanation),
    ],
    ["an example of a mistake comes with its mended form", ({ wrong, right }) => !wrong !== !right],
    ["examples differ", ({ wrong, right }) => wrong !== undefined && wrong === right],
  ];

  test.each(broken)("%s", (_, breaks) => {
    const which = entries.filter(([, entry]) => breaks(entry));
    expect(which.map(([name, entry]) => `${entry.code} ${name}: ${entry.message}`)).toEqual([]);
  });

  test("explains every code", () => {
    for (const [, { code, explanation }] of entries) {
      expect(explain(code)).toContain(`# ${code}: `);
      expect(explain(code)).toContain(explanation.trim());
    }
  });
});
