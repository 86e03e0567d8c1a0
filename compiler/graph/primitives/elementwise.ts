import { demand, type Primitive, primitive } from "../primitive.ts";
import { broadcastShapes } from "../shapes.ts";
import type { Dtype, TensorType } from "../tensor.ts";

/** One tensor in, one of the same shape and type out. */
function unary(summary: string, dtypes: readonly Dtype[] = ["float32"]) {
  return primitive({
    summary,
    type: ([a, ...rest]) => {
      demand(
        a !== undefined && rest.length === 0 && dtypes.includes(a.dtype),
        `takes one ${dtypes.join(" or ")}`,
        [...(a ? [a] : []), ...rest],
      );
      return [{ shape: a.shape, dtype: a.dtype }];
    },
  });
}

/** Two tensors of one type in; shapes broadcast as in NumPy. */
function binary(
  summary: string,
  dtypes: readonly Dtype[] = ["float32", "int32"],
  result?: Dtype,
): Primitive<object> {
  return primitive({
    summary,
    type: (inputs) => {
      const [a, b] = inputs;
      demand(
        inputs.length === 2 && a!.dtype === b!.dtype && dtypes.includes(a!.dtype),
        `takes two tensors of one type, ${dtypes.join(" or ")}`,
        inputs,
      );
      return [{ shape: broadcastShapes(inputs), dtype: result ?? a!.dtype }];
    },
  });
}

const NUMBERS: readonly Dtype[] = ["float32", "int32"];

export const elementwise = {
  neg: unary("-a", NUMBERS),
  exp: unary("e^a"),
  log: unary("natural logarithm of a"),
  sqrt: unary("square root of a"),
  rsqrt: unary("1 / sqrt(a)"),
  square: unary("a · a", NUMBERS),
  reciprocal: unary("1 / a"),
  abs: unary("|a|", NUMBERS),
  sign: unary("-1, 0 or 1 by the sign of a", NUMBERS),
  floor: unary("the largest whole number that is at most a"),
  tanh: unary("hyperbolic tangent of a"),
  sigmoid: unary("1 / (1 + e^-a)"),
  softplus: unary("log(1 + e^a)"),
  relu: unary("max(a, 0)"),
  erf: unary("error function of a"),
  sin: unary("sine of a"),
  cos: unary("cosine of a"),
  logical_not: unary("not a", ["bool"]),
  stop_gradient: unary("a, through which no gradient passes", ["float32", "int32", "bool", "uint8"]),

  add: binary("a + b"),
  sub: binary("a - b"),
  mul: binary("a · b"),
  div: binary("a / b", ["float32"]),
  maximum: binary("the larger of a and b"),
  minimum: binary("the smaller of a and b"),
  pow: binary("a^b, for a > 0", ["float32"]),
  greater: binary("a > b", NUMBERS, "bool"),
  greater_equal: binary("a >= b", NUMBERS, "bool"),
  less: binary("a < b", NUMBERS, "bool"),
  equal: binary("a = b", NUMBERS, "bool"),
  logical_and: binary("a and b", ["bool"]),
  logical_or: binary("a or b", ["bool"]),

  relu_gradient: binary(
    "a where b > 0, else 0: a is the gradient of relu's result, b its result or operand",
    ["float32"],
  ),
  tanh_gradient: binary("a · (1 - b²): a is the gradient of tanh's result b", ["float32"]),
  sigmoid_gradient: binary("a · b · (1 - b): a is the gradient of sigmoid's result b", ["float32"]),

  select: primitive({
    summary: "b where a holds, else c; shapes broadcast",
    type: (inputs) => {
      const [a, b, c] = inputs;
      demand(
        inputs.length === 3 && a!.dtype === "bool" && b!.dtype === c!.dtype,
        "takes a bool and two tensors of one type",
        inputs,
      );
      return [{ shape: broadcastShapes(inputs), dtype: b!.dtype }];
    },
  }),

  cast: primitive<{ dtype: Dtype }>({
    summary: "a as another type of number; from bool, 0 and 1",
    type: (inputs, { dtype }): readonly TensorType[] => {
      demand(inputs.length === 1, "takes one tensor", inputs);
      return [{ shape: inputs[0]!.shape, dtype }];
    },
  }),
};
