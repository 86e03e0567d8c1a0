/** The parts of SARIF 2.1.0 that are written here, by the standard's own names and limits (sections 3.13 to 3.57). */
const message = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  properties: {
    // Every brace is doubled (3.11.5) and nothing reads as a link (3.11.6).
    text: {
      type: "string",
      minLength: 1,
      pattern: "^(?:[^{}\\]]|\\{\\{|\\}\\}|\\](?!\\())*$",
    },
  },
};

const multiformat = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  properties: { text: { type: "string", minLength: 1 }, markdown: { type: "string", minLength: 1 } },
};

const level = { enum: ["none", "note", "warning", "error"] };

const artifactLocation = {
  type: "object",
  required: ["uri"],
  additionalProperties: false,
  properties: { uri: { type: "string", pattern: "^(?:[A-Za-z0-9/._~!'()*:-]|%[0-9A-F]{2})+$" } },
};

const positive = { type: "integer", minimum: 1 };
const region = {
  type: "object",
  required: ["charOffset", "charLength"],
  additionalProperties: false,
  dependentRequired: { startLine: ["startColumn", "endLine", "endColumn"] },
  properties: {
    startLine: positive,
    startColumn: positive,
    endLine: positive,
    endColumn: positive,
    charOffset: { type: "integer", minimum: 0 },
    charLength: { type: "integer", minimum: 0 },
  },
};

const physicalLocation = {
  type: "object",
  required: ["artifactLocation", "region"],
  additionalProperties: false,
  properties: { artifactLocation, region },
};

const location = {
  type: "object",
  required: ["physicalLocation"],
  additionalProperties: false,
  properties: { id: { type: "integer", minimum: 0 }, physicalLocation, message },
};

const fix = {
  type: "object",
  required: ["artifactChanges"],
  additionalProperties: false,
  properties: {
    description: message,
    artifactChanges: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["artifactLocation", "replacements"],
        additionalProperties: false,
        properties: {
          artifactLocation,
          replacements: {
            type: "array",
            minItems: 1,
            items: {
              type: "object",
              required: ["deletedRegion"],
              additionalProperties: false,
              properties: {
                deletedRegion: region,
                insertedContent: {
                  type: "object",
                  required: ["text"],
                  additionalProperties: false,
                  properties: { text: { type: "string" } },
                },
              },
            },
          },
        },
      },
    },
  },
};

const rule = {
  type: "object",
  required: ["id"],
  additionalProperties: false,
  properties: {
    id: { type: "string", pattern: "^FW\\d{4}$" },
    shortDescription: multiformat,
    fullDescription: multiformat,
    help: multiformat,
    defaultConfiguration: {
      type: "object",
      required: ["level"],
      additionalProperties: false,
      properties: { level },
    },
  },
};

const result = {
  type: "object",
  required: ["ruleId", "ruleIndex", "level", "message", "locations"],
  additionalProperties: false,
  properties: {
    ruleId: { type: "string" },
    ruleIndex: { type: "integer", minimum: 0 },
    level,
    message,
    locations: { type: "array", minItems: 1, items: location },
    relatedLocations: { type: "array", minItems: 1, items: location },
    fixes: { type: "array", minItems: 1, items: fix },
  },
};

export const sarifSchema = {
  type: "object",
  required: ["version", "runs"],
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["tool", "results"],
        additionalProperties: false,
        properties: {
          tool: {
            type: "object",
            required: ["driver"],
            additionalProperties: false,
            properties: {
              driver: {
                type: "object",
                required: ["name"],
                additionalProperties: false,
                properties: {
                  name: { type: "string", minLength: 1 },
                  version: { type: "string", minLength: 1 },
                  rules: { type: "array", uniqueItems: true, items: rule },
                },
              },
            },
          },
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          results: { type: "array", items: result },
        },
      },
    },
  },
} as const;
