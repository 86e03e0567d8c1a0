/** One field of a protobuf message as it lies in the file. */
export interface RawField {
  readonly number: number;
  /** 0: varint, 1: eight bytes, 2: bytes with a length in front, 5: four bytes. */
  readonly wire: number;
  readonly varint?: bigint;
  readonly bytes?: Uint8Array;
}

/** Reads a message without knowing its type (protobuf's encoding guide). */
export function rawFields(message: Uint8Array): RawField[] {
  const fields: RawField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (count: number): Uint8Array => {
    at += count;
    return message.subarray(at - count, at);
  };
  const readers: Readonly<Record<number, () => Partial<RawField>>> = {
    0: () => ({ varint: varint() }),
    1: () => ({ bytes: take(8) }),
    2: () => ({ bytes: take(Number(varint())) }),
    5: () => ({ bytes: take(4) }),
  };
  while (at < message.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    const read = readers[wire];
    if (read === undefined) throw new Error(`wire type ${wire} at byte ${at}`);
    fields.push({ number: tag >> 3, wire, ...read() });
  }
  return fields;
}
