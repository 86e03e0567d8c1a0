/** Pictures as IDX files hold them: bytes, one picture after another. */
export interface Pictures {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

const [LABELS, IMAGES] = [0x0801, 0x0803];

/**
 * The format of MNIST: a magic number that says how many dimensions of bytes follow, their sizes, the bytes.
 *
 * @throws Error where the bytes are no such file
 */
export function idxPictures(bytes: Uint8Array): Pictures {
  const [count, height, width] = sizesOf(bytes, IMAGES, 3) as [number, number, number];
  return { count, height, width, pixels: bytes.subarray(16) };
}

/** The labels that belong to pictures. Throws as {@link idxPictures} does. */
export function idxLabels(bytes: Uint8Array): Uint8Array {
  sizesOf(bytes, LABELS, 1);
  return bytes.subarray(8);
}

function sizesOf(bytes: Uint8Array, magic: number, dimensions: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + 4 * dimensions;
  if (bytes.length < start || view.getUint32(0) !== magic) throw new Error("This is no IDX file of MNIST.");
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  if (bytes.length - start !== sizes.reduce((a, b) => a * b)) throw new Error("This IDX file is cut off.");
  return sizes;
}

/** A picture made smaller, to `side` × `side` pixels, each the mean of a square; the side of the picture is a multiple. */
export function shrink({ height, width, pixels }: Pictures, index: number, side = 7): Uint8Array {
  const [rows, columns] = [height / side, width / side];
  const start = index * height * width;
  return Uint8Array.from({ length: side * side }, (_, place) => {
    const [top, left] = [Math.floor(place / side) * rows, (place % side) * columns];
    let sum = 0;
    for (let y = top; y < top + rows; y++) {
      for (let x = left; x < left + columns; x++) sum += pixels[start + y * width + x]!;
    }
    return Math.round(sum / (rows * columns));
  });
}
