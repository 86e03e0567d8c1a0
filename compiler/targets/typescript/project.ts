/**
 * A model as a small TypeScript project that its owner can read, change and train without Fusewire.
 *
 * - `sketch.ts` lowers the model once, for training and prediction together, and keeps what its author calls things.
 * - `places.ts` gives every node of the graph a function: that of the block in which it was written.
 * - `functions.ts` writes those functions: an expression for what is used once, a name for everything else.
 * - `expressions.ts` is the table from primitive to tfjs; gradients are tfjs's own.
 * - `interface.ts` says how inputs and outputs are typed, `module.ts` puts the model's module together.
 * - What is the same for every model is in `templates/typescript/`, checked and tested where it stands, and comes along.
 */
import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";
import { format } from "prettier/standalone";
import { checkProject } from "../../check/check.ts";
import { lowerModel } from "../../lower/programs.ts";
import type { TrainPlan } from "../../plan/train-plan.ts";
import { loadProject, type ReadFile } from "../../project.ts";
import { writeModule } from "./module.ts";
import { SUPPORT } from "./support.generated.ts";
import { comment, fileName } from "./words.ts";

/** The packages of tfjs that a project may compute with. */
export const TFJS = {
  "node-gpu": "@tensorflow/tfjs-node-gpu",
  node: "@tensorflow/tfjs-node",
  web: "@tensorflow/tfjs",
} as const;

export type TfjsName = keyof typeof TFJS;

export interface ProjectOptions {
  readonly tfjs?: TfjsName | undefined;
  /** Whether `weights.safetensors` lies beside the sources. */
  readonly weights?: boolean;
}

/** Files of the project by their path, for the model of that name of a source file without errors. */
export async function writeProject(
  entry: string,
  read: ReadFile,
  name: string,
  { tfjs = "node-gpu", weights = false }: ProjectOptions = {},
): Promise<Map<string, string>> {
  const { models, trainings } = checkProject(loadProject(entry, read));
  const model = models.find((one) => one.interface.model === name);
  if (model === undefined) throw new Error(`${entry} has no model ${name}`);
  const spec = trainings.find((one) => one.model === model)?.spec;
  const { variables } = lowerModel(model, spec);
  const { text, imports, create } = writeModule(model, spec, variables);
  const file = fileName(name);

  const files = new Map([
    ["package.json", packageJson(file, tfjs)],
    ["tsconfig.json", json(TSCONFIG)],
    [
      "README.md",
      readme({
        name,
        file,
        create,
        tfjs,
        weights,
        documentation: model.item.documentation,
        plan: spec?.plan,
      }),
    ],
    [`src/${file}.ts`, text],
  ]);
  for (const path of supportOf(imports)) {
    const content = path === "tf.ts" ? SUPPORT[path]!.replace(TFJS.web, TFJS[tfjs]) : SUPPORT[path]!;
    files.set(`src/support/${path}`, content);
  }
  for (const [path, content] of files) {
    // What comes along is laid out already.
    if (path === `src/${file}.ts`) files.set(path, await formatted(content, "typescript"));
    if (path.endsWith(".json")) files.set(path, await formatted(content, "json"));
  }
  return files;
}

const formatted = (text: string, parser: "typescript" | "json"): Promise<string> =>
  format(text, { parser, plugins: [babel, typescript, estree], printWidth: 110 });

/** Support files and all that they import, in the order of their names. */
function supportOf(imports: readonly string[]): string[] {
  const found = new Set<string>();
  const follow = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    const folder = path.includes("/") ? `${path.slice(0, path.lastIndexOf("/"))}/` : "";
    for (const [, from = ""] of SUPPORT[path]!.matchAll(/from "(\.[^"]+)"/g)) {
      follow(from.startsWith("../") ? from.slice(3) : `${folder}${from.slice(2)}`);
    }
  };
  for (const path of ["tf.ts", ...imports]) follow(path);
  return [...found].sort();
}

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

const packageJson = (name: string, tfjs: TfjsName) =>
  json({
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    exports: `./dist/${name}.js`,
    types: `./dist/${name}.d.ts`,
    scripts: { build: "tsc" },
    dependencies: { [TFJS[tfjs]]: "^4.22.0" },
    devDependencies: { typescript: "^5.9.0", ...(tfjs === "web" ? {} : { "@types/node": "^20.0.0" }) },
  });

const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023", "DOM"],
    module: "NodeNext",
    moduleResolution: "NodeNext",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

interface ReadmeFacts {
  readonly name: string;
  readonly file: string;
  readonly create: string;
  readonly tfjs: TfjsName;
  readonly weights: boolean;
  readonly documentation: string | undefined;
  readonly plan: TrainPlan | undefined;
}

function readme({ name, file, create, tfjs, weights, documentation, plan }: ReadmeFacts): string {
  const files = [...(weights ? ["readFile"] : []), ...(plan === undefined ? [] : ["writeFile"])];
  const load = `model.loadWeights(await readFile("weights.safetensors"));`;
  return `${[
    `# ${name}`,
    ...(documentation === undefined ? [] : [comment(documentation)!.replace(/[<>&`[\]*_#|\\]/g, "\\$&")]),
    "Written by Fusewire, which it does not need: all that it stands on is tfjs.",
    "```sh\nnpm install\nnpm run build\n```",
    [
      "```ts",
      ...(files.length === 0 ? [] : [`import { ${files.join(", ")} } from "node:fs/promises";`]),
      `import { ${create} } from "./dist/${file}.js";`,
      "",
      `const model = ${create}();`,
      ...(weights ? [load] : []),
      ...(plan === undefined
        ? []
        : [
            "await model.train(rows, { validation: others, onEpoch: console.log });",
            `await writeFile("weights.safetensors", await model.saveWeights());`,
          ]),
      "const decision = await model.predict(record);",
      "```",
    ].join("\n"),
    [
      `\`src/${file}.ts\` is the model: its inputs and outputs as types, a function for each block, the loss, the`,
      "optimizer's step and the learning rate. `src/support/` is the same for every model. Shapes stand behind each line;",
      "`B` is the number of rows.",
    ].join("\n"),
    ...(plan === undefined
      ? []
      : [
          [
            "Rows of `validation` are not trained on. With them, the weights in the end are those of the best epoch, and training",
            'ends early where the source says so; without them it takes all epochs, unless `onEpoch` gives `"stop"`.',
          ].join("\n"),
        ]),
    [
      "Weights are a safetensors file with the names of a run's checkpoint, so a checkpoint can be loaded, and trained",
      "further. Beside the weights it holds what was learned of the inputs, such as the words that the model knows.",
    ].join("\n"),
    ...(tfjs === "web"
      ? []
      : ["A picture is handed in as its bytes, row by row: `tf.node.decodeImage(file).dataSync()`."]),
  ].join("\n\n")}\n`;
}
