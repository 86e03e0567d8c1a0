import { type StatementStructures, StructureKind, VariableDeclarationKind } from "ts-morph";
import type { TypedModel } from "../../check/model.ts";
import type { Variable } from "../../graph/graph.ts";
import { isBatch } from "../../graph/tensor.ts";
import { numerals } from "./code.ts";
import { list } from "./objects.ts";
import type { FunctionCode, ModuleWriting } from "./part.ts";
import type { TrainingCode } from "./training.ts";
import { comment, key, literal } from "./words.ts";

export const documented = (text: string | undefined) => {
  const description = comment(text);
  return description === undefined
    ? []
    : [{ description: description.includes("\n") ? `\n${description}` : description }];
};

export function addFunction(
  statements: StatementStructures[],
  { name, documentation, parameters, returns, body }: FunctionCode,
): void {
  statements.push({
    kind: StructureKind.Function,
    name,
    docs: documented(documentation),
    parameters: parameters.map((one) => ({ ...one })),
    returnType: returns,
    statements: [...body],
  });
}

export function addConstants(
  statements: StatementStructures[],
  { constants }: ModuleWriting,
  variables: readonly Variable[],
): void {
  for (const [name, values] of constants) {
    statements.push({
      kind: StructureKind.VariableStatement,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [{ name, initializer: numerals(values) }],
    });
  }
  const rows = variables.flatMap(({ name, role, shape, initialiser }) => {
    if (role === "counter" || role === "slot") return [];
    const sizes = shape.map((dim) => (isBatch(dim) ? 0 : dim)).join(", ");
    const initial = Object.entries(initialiser)
      .map(([setting, value]) => `${setting}: ${typeof value === "string" ? literal(value) : value}`)
      .join(", ");
    return [`{ name: ${literal(name)}, role: ${literal(role)}, shape: [${sizes}], initial: { ${initial} } }`];
  });
  statements.push({
    kind: StructureKind.VariableStatement,
    docs: documented("All that outlives a step, as in the checkpoints of a run."),
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      { name: "VARIABLES", type: "readonly VariableSpec[]", initializer: `[${rows.join(", ")}]` },
    ],
  });
}

interface Defining {
  readonly name: string;
  readonly model: TypedModel;
  readonly training: TrainingCode | undefined;
  readonly taken: readonly {
    readonly input: { readonly name: string; readonly optional: boolean; readonly presence?: string };
    readonly described: { readonly make: string };
  }[];
  readonly given: readonly { readonly name: string; readonly make: string; readonly value: string }[];
}

export function addDefinition(
  statements: StatementStructures[],
  { name, model, training, taken, given }: Defining,
): void {
  const entries = [
    `name: ${literal(model.interface.model)}`,
    training === undefined
      ? "variables: VARIABLES"
      : `variables: [...VARIABLES, ...slotsOf(VARIABLES, ${list(training.slots.map(literal))})]`,
    `inputs: { ${taken.map(({ input, described }) => `${key(input.name, "object")}: ${described.make}`).join(", ")} }`,
    `optional: [${taken.flatMap(({ input }) => (input.optional ? [literal(input.name)] : [])).join(", ")}]`,
    `presence: { ${taken
      .flatMap(({ input }) =>
        input.presence === undefined ? [] : [`${key(input.name, "object")}: ${literal(input.presence)}`],
      )
      .join(", ")} }`,
    `outputs: { ${given.map(({ name: output, make }) => `${key(output, "object")}: ${make}`).join(", ")} }`,
    "forward",
    `given: (values) => ({ ${given
      .map(({ name: output, value }) => `${key(output, "object")}: values.${value}`)
      .join(", ")} })`,
    ...(training?.entries ?? []),
  ];
  statements.push({
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: "DEFINITION",
        type: `${training === undefined ? "Definition" : "Training"}<${name}Input, ${name}Output, Values>`,
        initializer: `{ ${entries.join(", ")} }`,
      },
    ],
  });
}
