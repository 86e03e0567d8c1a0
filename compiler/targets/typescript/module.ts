import { Project, type StatementStructures, StructureKind, VariableDeclarationKind } from "ts-morph";
import type { TypedModel } from "../../check/model.ts";
import type { TrainSpec } from "../../check/train.ts";
import { nodesOf, type Variable } from "../../graph/graph.ts";
import { isBatch, type Tensor } from "../../graph/tensor.ts";
import { optimizers } from "../../optimizers/index.generated.ts";
import type { InputSpec } from "../../plan/interface.ts";
import type { Category } from "../../types/value-type.ts";
import { type Code, number, numerals, tensor } from "./code.ts";
import {
  createModule,
  type FunctionCode,
  type ModuleWriting,
  nounOf,
  type Part,
  TAKEN,
  writePart,
} from "./functions.ts";
import { describeInput, describeOutput } from "./interface.ts";
import { clipRule, moveRule, type Rule, rateRule, type Sketch, sketch } from "./sketch.ts";
import { comment, key, literal, typeName, uniqueNames, variableName } from "./words.ts";

/** A model's module, and the support files that it imports. */
export interface ModelModule {
  readonly text: string;
  readonly imports: readonly string[];
  /** What the module exports to make the model. */
  readonly create: string;
}

export function writeModule(
  model: TypedModel,
  spec: TrainSpec | undefined,
  variables: readonly Variable[],
): ModelModule {
  const name = typeName(model.interface.model);
  const unique = uniqueNames([
    ...TAKEN,
    ...["Input", "Output", "Row", ""].map((end) => name + end),
    `create${name}`,
  ]);
  const categories = categoriesOf(model, unique);
  const module: ModuleWriting = { ...createModule([]), unique };
  const drawn = sketch(model, spec);
  const keys = writeForward(module, model, drawn);
  if (spec !== undefined) writeTraining(module, spec, drawn, keys);

  const statements: StatementStructures[] = [];
  const imports = new Map<string, Set<string>>();
  const use = (from: string, ...names: readonly string[]) =>
    imports.set(from, new Set([...(imports.get(from) ?? []), ...names]));

  const { inputs, outputs } = model.interface;
  const taken = inputs.map((input) => ({ input, described: describeInput(input, spec?.data)! }));
  const given = outputs.map((output) => ({
    output,
    described: describeOutput(
      output,
      "category" in output ? categories.get(output.category.name) : undefined,
    ),
  }));
  for (const { described } of [...taken, ...given]) use(described.file, ...described.imports);
  for (const helper of module.helpers) use("slopes.ts", helper);
  const training = spec !== undefined;
  use("model.ts", "createModel", "createState", "type Model", "type Scope", "type VariableSpec");
  if (training) use("train.ts", "createTrainer", "slotsOf", "type Trainable", "type Training");
  else use("model.ts", "type Definition");

  use("tf.ts");
  for (const [from, names] of [...imports].sort(([a], [b]) => bySign(a, b))) {
    const sorted = [...names].sort((a, b) => bySign(withoutType(a), withoutType(b)));
    const named = from === "tf.ts" ? { namespaceImport: "tf" } : { namedImports: sorted };
    statements.push({
      kind: StructureKind.ImportDeclaration,
      moduleSpecifier: `./support/${from}`,
      ...named,
    });
  }

  for (const { category, type, constant } of categories.values()) {
    const labels = category.labels.map(literal).join(", ");
    statements.push({
      kind: StructureKind.VariableStatement,
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [{ name: constant, initializer: `[${labels}] as const` }],
    });
    statements.push({
      kind: StructureKind.TypeAlias,
      isExported: true,
      name: type,
      type: `(typeof ${constant})[number]`,
    });
  }
  statements.push({
    kind: StructureKind.Interface,
    isExported: true,
    name: `${name}Input`,
    properties: taken.map(({ input, described }) => ({
      name: key(input.name, "type"),
      isReadonly: true,
      hasQuestionToken: input.optional,
      type: described.type,
      docs: documented(input.documentation ?? declared(input)),
    })),
  });
  statements.push({
    kind: StructureKind.Interface,
    isExported: true,
    name: `${name}Output`,
    properties: given.map(({ output, described }) => ({
      name: key(output.name, "type"),
      isReadonly: true,
      type: described.type,
      docs: documented(output.documentation),
    })),
  });
  if (training) {
    statements.push({
      kind: StructureKind.Interface,
      isExported: true,
      name: `${name}Row`,
      extends: [`${name}Input`],
      docs: documented("A record with what is to be learned of it."),
      properties: given.map(({ output, described }) => ({
        name: key(output.name, "type"),
        isReadonly: true,
        type: described.target,
      })),
    });
  }
  statements.push({
    kind: StructureKind.TypeAlias,
    isExported: true,
    name,
    type: `Model<${name}Input, ${name}Output>${training ? ` & Trainable<${name}Row>` : ""}`,
    docs: documented(model.item.documentation ?? `The model ${model.interface.model}.`),
  });

  addConstants(statements, module, variables);
  statements.push({
    kind: StructureKind.Interface,
    name: "Values",
    docs: documented(
      training ? "What a pass gives: the outputs, and what is minimised of." : "What a pass gives.",
    ),
    properties: [...keys.values()].map((one) => ({ name: one, isReadonly: true, type: "tf.Tensor" })),
  });
  for (const code of module.functions) addFunction(statements, code);
  const results = given.map(({ output, described }) => ({
    name: output.name,
    make: described.make,
    value: keys.get(drawn.outputs[output.name]!)!,
  }));
  const fits = variables.flatMap(({ name: variable, fitted }) =>
    fitted === undefined
      ? []
      : [
          `{ variable: ${literal(variable)}, output: ${literal(fitted.output)}, rule: ${literal(fitted.rule)} }`,
        ],
  );
  addDefinition(statements, { name, model, spec, fits, taken, given: results });

  const seed = spec?.plan.seed ?? 0;
  const made = training
    ? `{ ...createModel<${name}Input, ${name}Output, Values>(DEFINITION, state), ...createTrainer<${name}Input, ${name}Output, Values, ${name}Row>(DEFINITION, state) }`
    : `createModel<${name}Input, ${name}Output, Values>(DEFINITION, state)`;
  statements.push({
    kind: StructureKind.Function,
    isExported: true,
    name: `create${name}`,
    docs: documented("A model with new weights, drawn from the seed."),
    parameters: [{ name: `{ seed = ${seed} }`, type: "{ readonly seed?: number }", initializer: "{}" }],
    returnType: name,
    statements: [`const state = createState(DEFINITION, seed);`, `return ${made};`],
  });
  const project = new Project({ useInMemoryFileSystem: true });
  return {
    text: project.createSourceFile("model.ts", { statements }).getFullText(),
    imports: [...imports.keys()],
    create: `create${name}`,
  };
}

const withoutType = (imported: string) => imported.replace(/^type /, "");

/** The order of imports: sign by sign, of one letter the capital first. */
function bySign(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [one, other] = [a.charAt(i), b.charAt(i)];
    if (one === other) continue;
    const [lowerOne, lowerOther] = [one.toLowerCase(), other.toLowerCase()];
    if (lowerOne === lowerOther) return one < other ? -1 : 1;
    return lowerOne < lowerOther ? -1 : 1;
  }
  return a.length - b.length;
}

const documented = (text: string | undefined) => {
  const description = comment(text);
  return description === undefined
    ? []
    : [{ description: description.includes("\n") ? `\n${description}` : description }];
};

/** An input as it is declared: `text(words: 8, vocabulary: 2000)`. */
const declared = ({ modality, settings }: InputSpec): string =>
  `${modality}(${Object.entries(settings)
    .flatMap(([name, value]) =>
      value === undefined
        ? []
        : [`${name}: ${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}`],
    )
    .join(", ")})`;

interface Labels {
  readonly category: Category;
  readonly type: string;
  readonly constant: string;
}

/** The categories of outputs, by name. */
function categoriesOf(
  { interface: { outputs } }: TypedModel,
  unique: (name: string) => string,
): Map<string, Labels> {
  const found = new Map<string, Labels>();
  for (const output of outputs) {
    if (!("category" in output) || found.has(output.category.name)) continue;
    const type = unique(typeName(output.category.name));
    const constant = unique(`${type.replace(/(\p{Ll})(\p{Lu})/gu, "$1_$2").toUpperCase()}_LABELS`);
    found.set(output.category.name, { category: output.category, type, constant });
  }
  return found;
}

/** Writes the pass itself; gives what it returns each tensor as. */
function writeForward(module: ModuleWriting, model: TypedModel, drawn: Sketch): Map<Tensor, string> {
  const { outputs, updates, loss, names, uses } = drawn;
  const nodes = nodesOf([...Object.values(outputs), ...updates.map(({ value }) => value)]);
  const known = new Set(nodes);
  const unique = uniqueNames();
  const keys = new Map<Tensor, string>();
  for (const { name } of model.interface.outputs) {
    const given = outputs[name]!;
    if (!keys.has(given)) keys.set(given, unique(variableName(name)));
  }
  // What only a loss needs is not computed to predict.
  const later = loss === undefined ? [] : nodesOf([loss]).filter((node) => !known.has(node));
  for (const one of [...later.flatMap(({ inputs }) => inputs), ...(loss === undefined ? [] : [loss])]) {
    const isSource = ["constant", "read", "feed"].includes(one.node.primitive);
    if (isSource || !known.has(one.node) || keys.has(one)) continue;
    keys.set(one, unique(variableName(names.get(one) ?? nounOf(one))));
  }
  writePart(module, {
    name: "forward",
    documentation: model.item.documentation ?? `The model ${model.interface.model}.`,
    results: new Map([...keys].map(([tensor, name]) => [name, tensor])),
    returns: "Values",
    nodes,
    updates,
    uses,
    names,
    parameters: [{ name: "scope", type: "Scope" }],
    given: new Map(),
  });
  return keys;
}

function writeTraining(
  module: ModuleWriting,
  spec: TrainSpec,
  { loss, outputs, updates, names, uses }: Sketch,
  keys: ReadonlyMap<Tensor, string>,
): void {
  const known = new Set(nodesOf([...Object.values(outputs), ...updates.map(({ value }) => value)]));
  const given = new Map([...keys].map(([one, name]): [Tensor, Code] => [one, tensor(`values.${name}`)]));
  writePart(module, {
    name: "loss",
    documentation: "What is minimised.",
    results: loss!,
    returns: "tf.Tensor",
    nodes: nodesOf([loss!]).filter((node) => !known.has(node)),
    updates: [],
    uses,
    names: new Map([...names].filter(([one]) => !known.has(one.node))),
    parameters: [
      { name: "scope", type: "Scope" },
      { name: "values", type: "Values" },
    ],
    given,
  });
  const { optimizer, schedule, clip } = spec;
  writeRule(module, rateRule(spec), {
    name: "learningRate",
    documentation: `The learning rate after \`step\` of \`horizon\` steps: ${optimizer.settings.learning_rate}, by the schedule ${schedule.name}.`,
    returns: "number",
  });
  const clipping = clipRule(spec);
  if (clipping !== undefined) {
    writeRule(module, clipping, {
      name: "clip",
      documentation: `Keeps a gradient from being too large: ${clip!.name}.`,
      returns: "tf.Tensor",
    });
  }
  writeRule(module, moveRule(spec), {
    name: "move",
    documentation: `A step of ${optimizer.name}: a weight and what is remembered of it.`,
    returns: "tf.Tensor[]",
  });
}

function writeRule(
  module: ModuleWriting,
  { parameters, results }: Rule,
  { name, documentation, returns }: Pick<Part, "name" | "returns"> & { readonly documentation: string },
): void {
  const used = new Set(nodesOf(results));
  const slots = name === "move" ? parameters.slice(1, -3) : [];
  const codeOf = ({ name: own, tensor: one }: Rule["parameters"][number]): Code => {
    const isNumber = one.shape.length === 0 && own !== "norm";
    const text = variableName(own);
    return isNumber ? number(text) : tensor(text);
  };
  const plain = parameters.filter((one) => !slots.includes(one));
  const all = plain.map((one) => {
    const isUsed = used.has(one.tensor.node);
    const { kind, text } = codeOf(one);
    return { name: isUsed ? text : `_${text}`, type: kind === "number" ? "number" : "tf.Tensor" };
  });
  if (name === "move") {
    const names = slots
      .map(({ name: slot, tensor: one }) => `${used.has(one.node) ? "" : "_"}${variableName(slot)}`)
      .join(", ");
    all.splice(1, 0, { name: `[${names}]`, type: "readonly tf.Tensor[]" });
  }
  writePart(module, {
    name,
    documentation,
    results: returns.endsWith("[]") ? results : results[0]!,
    returns,
    nodes: nodesOf(results),
    updates: [],
    uses: [],
    names: new Map(slots.map(({ name: slot }, i) => [results[i + 1]!, `next_${slot}`])),
    parameters: all,
    isPlain: true,
    given: new Map(
      parameters.map((one): [Tensor, Code] => {
        const code = codeOf(one);
        // What a list holds at a place may be missing, for all that its type knows.
        return [one.tensor, slots.includes(one) ? tensor(`${code.text}!`) : code];
      }),
    ),
  });
}

function addFunction(
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

function addConstants(
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
  readonly spec: TrainSpec | undefined;
  readonly fits: readonly string[];
  readonly taken: readonly {
    readonly input: { readonly name: string; readonly optional: boolean; readonly presence?: string };
    readonly described: { readonly make: string };
  }[];
  readonly given: readonly { readonly name: string; readonly make: string; readonly value: string }[];
}

function addDefinition(
  statements: StatementStructures[],
  { name, model, spec, fits, taken, given }: Defining,
): void {
  const slots = spec === undefined ? [] : optimizers[spec.optimizer.name].slots;
  const list = `[${slots.map(literal).join(", ")}]`;
  const entries = [
    `name: ${literal(model.interface.model)}`,
    spec === undefined ? "variables: VARIABLES" : `variables: [...VARIABLES, ...slotsOf(VARIABLES, ${list})]`,
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
    ...(spec === undefined
      ? []
      : [
          `epochs: ${spec.plan.epochs}`,
          `batch: ${spec.plan.batch}`,
          `slots: ${list}`,
          `fits: [${fits.join(", ")}]`,
          "loss",
          "learningRate",
          spec.clip === undefined ? "clip: (gradient) => gradient" : "clip",
          "move",
        ]),
  ];
  statements.push({
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: "DEFINITION",
        type: `${spec === undefined ? "Definition" : "Training"}<${name}Input, ${name}Output, Values>`,
        initializer: `{ ${entries.join(", ")} }`,
      },
    ],
  });
}
