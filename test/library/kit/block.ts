import { compiled, type Numbers, named } from "../../compiler/kit/models.ts";
import { type Nested, nest } from "../../compiler/operators/kit/arrays.ts";
import { importsFor } from "./example.ts";

/** A model in which `made` is what some statements make of its inputs. */
const model = (statements: string): string => `${importsFor(statements)}category Mood = ["glad", "sad"]
model Example {
${statements}
  output mood: Mood = made |> flatten |> classify(Mood)
}
`;

/** How many numbers are trained for `made`. */
export function weightsOf(statements: string): number {
  const { variables } = compiled(model(statements)).model;
  return variables
    .filter(({ name, role }) => role === "weight" && name.startsWith("made/"))
    .reduce((sum, { shape }) => sum + (shape as readonly number[]).reduce((a, b) => a * b, 1), 0);
}

/** What `made` is, at made-up weights, which are given by their names below it. */
export function made(statements: string, given: Numbers, rows: number) {
  const { values, variables } = named(model(statements), ["made"], given, rows);
  const weights = Object.entries(variables).map(([name, { data, shape }]): [string, Nested] => [
    name.replace(/^made\/\w+\//, ""),
    nest(data, shape),
  ]);
  return { values: nest(values.made!.data, values.made!.shape), weights: Object.fromEntries(weights) };
}
