// The value of compressed pixel data: an empty offset table, then a fragment for each picture (PS3.5 §A.4).

const item = (bytes: Uint8Array): readonly Uint8Array[] => {
  const header = Buffer.from([0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0]);
  header.writeUInt32LE(bytes.length, 4);
  return [header, bytes];
};

const END = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);

/** @param fragments the offset table first; an empty one is allowed. */
export const joinedFragments = (fragments: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat([...fragments.flatMap(item), END]));
