import { Project, type StatementStructures, StructureKind, VariableDeclarationKind } from "ts-morph";
import type { TypedModel } from "../../check/model.ts";
import type { TrainSpec } from "../../check/train.ts";
import type { Variable } from "../../graph/graph.ts";
import type { InputSpec } from "../../plan/interface.ts";
import type { Category } from "../../types/value-type.ts";
import { describeInput, describeOutput } from "./interface.ts";
import { createModule, type ModuleWriting, TAKEN } from "./part.ts";
import { writeForward } from "./passes.ts";
import { sketch } from "./sketch.ts";
import { addConstants, addDefinition, addFunction, documented } from "./statements.ts";
import { writeTraining } from "./training.ts";
import { key, literal, typeName, uniqueNames } from "./words.ts";

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
  const trained = spec && writeTraining(module, model, spec, drawn, keys, variables);

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
  for (const { described } of [...taken, ...given])
    for (const [file, names] of Object.entries(described.uses)) use(file, ...names);
  for (const helper of module.helpers) use("slopes.ts", helper);
  const training = spec !== undefined;
  use("model.ts", "createModel", "createState", "type Model", "type Scope", "type VariableSpec");
  if (training) {
    use("train.ts", "createTrainer", "type Trainable");
    use("step.ts", "slotsOf", "type Training", ...(drawn.judged.length > 0 ? ["type Judged"] : []));
  }
  if (!training) use("model.ts", "type Definition");

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
      training ? "What a pass gives: the outputs, and what the loss is made of." : "What a pass gives.",
    ),
    properties: [...keys.values()].map((one) => ({ name: one, isReadonly: true, type: "tf.Tensor" })),
  });
  for (const code of module.functions) addFunction(statements, code);
  const results = given.map(({ output, described }) => ({
    name: output.name,
    make: described.make,
    value: keys.get(drawn.outputs[output.name]!)!,
  }));
  addDefinition(statements, { name, model, training: trained, taken, given: results });

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
    text: spaced(project.createSourceFile("model.ts", { statements }).getFullText()),
    imports: [...imports.keys()],
    create: `create${name}`,
  };
}

/** With an empty line before what is documented, and behind the imports. */
const spaced = (text: string): string =>
  text.replace(/([^\n])\n(?=\/\*\*)/g, "$1\n\n").replace(/((?:^|\n)import [^\n]*)\n(?!import |\n)/, "$1\n\n");

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
