import { describe, expect, test } from "vitest";
import { digamma, logGamma } from "../../../compiler/losses/gamma.ts";
import { add, expectClose, type Grid, type Row, table } from "../operators/kit/arrays.ts";
import { compute } from "../operators/kit/compute.ts";
import { logits, MOOD } from "../operators/kit/types.ts";
import { compare } from "./kit/loss.ts";
import { outputOf } from "./kit/output.ts";

/** Euler's constant. */
const EULER = 0.5772156649015329;

// For whole numbers: Γ(n) = (n - 1)!, and ψ(n) is a sum of reciprocals less Euler's constant.
const logFactorial = (n: number) => add(table(n, (i) => Math.log(i + 1)));
const logGammaOf = (n: number) => logFactorial(n - 1);
const digammaOf = (n: number) => add(table(n - 1, (i) => 1 / (i + 1))) - EULER;

describe("the gamma function", () => {
  test("of whole numbers is the factorial", () => {
    const x = [1, 2, 3, 4, 7, 20, 100, 1000];
    const found = compute({ x }, (g, { x: at }) => ({ log: logGamma(g, at!), slope: digamma(g, at!) }));
    expectClose(found.log!, x.map(logGammaOf), 1e-8);
    expectClose(found.slope!, x.map(digammaOf), 1e-8);
  });

  test("of one and a half is half the root of pi", () => {
    const found = compute({ x: [1.5] }, (g, { x: at }) => ({
      log: logGamma(g, at!),
      slope: digamma(g, at!),
    }));
    expectClose(found.log!, [Math.log(Math.sqrt(Math.PI) / 2)], 1e-8);
    expectClose(found.slope!, [2 - EULER - 2 * Math.LN2], 1e-8);
  });
});

const OUTPUT = outputOf({ kind: "category", category: MOOD });
const EVIDENCE: Grid = [
  [4, 1, 2],
  [3, 3, 9],
];
const LABELS = [0, 1];
/** Logits whose softplus is the evidence. */
const given = { type: logits(MOOD), values: EVIDENCE.map((row) => row.map((e) => Math.log(Math.expm1(e)))) };

/** `KL(Dir(α) ‖ Dir(1))` for whole numbers. */
function divergence(alpha: Row): number {
  const strength = add(alpha);
  return (
    logGammaOf(strength) -
    logGammaOf(alpha.length) -
    add(alpha.map(logGammaOf)) +
    add(alpha.map((a) => (a - 1) * (digammaOf(a) - digammaOf(strength))))
  );
}

const FORMS: Readonly<Record<string, (alpha: Row, label: number) => number>> = {
  squared(alpha, label) {
    const strength = add(alpha);
    return add(
      alpha.map((a, k) => {
        const p = a / strength;
        return ((k === label ? 1 : 0) - p) ** 2 + (a * (strength - a)) / (strength ** 2 * (strength + 1));
      }),
    );
  },
  cross_entropy: (alpha, label) => digammaOf(add(alpha)) - digammaOf(alpha[label]!),
};

describe.each(Object.keys(FORMS))("evidential, %s", (form) => {
  test.each([0, 0.1, 1])("is the expected error and %d times the divergence of what is astray", (penalty) => {
    expectClose(
      compare("evidential", given, OUTPUT, LABELS, { form, penalty }).rows,
      EVIDENCE.map((evidence, n) => {
        const label = LABELS[n]!;
        const astray = evidence.map((e, k) => (k === label ? 1 : e + 1));
        return (
          FORMS[form]!(
            evidence.map((e) => e + 1),
            label,
          ) +
          penalty * divergence(astray)
        );
      }),
      1e-6,
    );
  });

  test("is raised to its penalty step by step where it warms up", () => {
    const rows = (settings: object, step = 0) =>
      compare("evidential", given, OUTPUT, LABELS, { form, ...settings }, undefined, step).rows;
    for (const [step, penalty] of [
      [0, 0],
      [5, 0.1],
      [20, 0.4],
      [90, 0.4],
    ] as const)
      expectClose(rows({ penalty: 0.4, warmup: 20 }, step), rows({ penalty }), 1e-6);
  });

  test("asks for evidence for the true label alone", () => {
    const { slopes } = compare("evidential", given, OUTPUT, LABELS, { form });
    expect(slopes.map(Math.sign)).toEqual([-1, 1, 1, 1, -1, 1]);
  });

  test("has a finite slope far out on either side", () => {
    const far = { type: logits(MOOD), values: [[1000, -1000, 0]] };
    const { rows, slopes } = compare("evidential", far, OUTPUT, [1], { form });
    expect([...rows, ...slopes].filter((value) => !Number.isFinite(value))).toEqual([]);
  });
});
