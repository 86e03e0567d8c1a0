/**
 * The orthogonal factor of a matrix `[rows, columns]`, row-major, for the factorisation whose triangle has a positive
 * diagonal: columns of length 1 at right angles to each other, or such rows where there are fewer rows than columns.
 *
 * The rows (or columns) are made orthogonal one after the other, each twice, which is enough for float32.
 * Source: Giraud, Langou & Rozložník, Computers & Mathematics with Applications 50 (2005), "twice is enough".
 */
export function orthogonalised(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const at = (vector: number, i: number) => (rows < columns ? vector * columns + i : i * columns + vector);

  const vectors: Float64Array[] = [];
  for (let v = 0; v < count; v++) {
    const vector = Float64Array.from({ length }, (_, i) => matrix[at(v, i)]!);
    for (let turn = 0; turn < 2; turn++) for (const other of vectors) removePart(vector, other);
    const size = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((x) => x / size));
  }

  const result = new Float32Array(rows * columns);
  vectors.forEach((vector, v) => {
    for (let i = 0; i < length; i++) result[at(v, i)] = vector[i]!;
  });
  return result;
}

/** Takes from `vector` its part along `unit`. */
function removePart(vector: Float64Array, unit: Float64Array): void {
  const along = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * unit[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
