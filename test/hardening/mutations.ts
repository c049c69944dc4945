// Seeded damage to sessions: the same seed gives the same bytes on every machine.

/** mulberry32: small, fast, good enough to scatter damage. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

const upTo = (random: Random, limit: number): number => Math.floor(random() * limit);

const EXTREMES = [0, 1, 2, 5, 6, 7, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

const damages: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  function flipBits(bytes, random) {
    bytes[upTo(random, bytes.length)] = upTo(random, 256);
    return bytes;
  },
  function writeExtreme32(bytes, random) {
    if (bytes.length >= 4) bytes.writeUInt32BE(EXTREMES[upTo(random, EXTREMES.length)] ?? 0, upTo(random, bytes.length - 3));
    return bytes;
  },
  function writeExtreme32LittleEndian(bytes, random) {
    if (bytes.length >= 4) bytes.writeUInt32LE(EXTREMES[upTo(random, EXTREMES.length)] ?? 0, upTo(random, bytes.length - 3));
    return bytes;
  },
  function writeExtreme16(bytes, random) {
    if (bytes.length >= 2) bytes.writeUInt16BE((EXTREMES[upTo(random, EXTREMES.length)] ?? 0) & 0xffff, upTo(random, bytes.length - 1));
    return bytes;
  },
  function cutOut(bytes, random) {
    const from = upTo(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + upTo(random, 32))]);
  },
  function repeat(bytes, random) {
    const from = upTo(random, bytes.length);
    const piece = bytes.subarray(from, from + 1 + upTo(random, 64));
    return Buffer.concat([bytes.subarray(0, from), piece, piece, bytes.subarray(from)]);
  },
  function insert(bytes, random) {
    const from = upTo(random, bytes.length);
    const noise = Buffer.from(Array.from({ length: 1 + upTo(random, 16) }, () => upTo(random, 256)));
    return Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(from)]);
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, 1 + upTo(random, bytes.length));
  },
];

/** A session with its parts (PDUs) damaged, dropped, doubled or put in another order. */
export function mutate(parts: readonly Uint8Array[], random: Random): Buffer {
  let damaged: Buffer[] = parts.map((part) => Buffer.from(part));
  if (random() < 0.15) damaged.splice(upTo(random, damaged.length), 1);
  if (random() < 0.15) damaged.splice(upTo(random, damaged.length), 0, Buffer.from(parts[upTo(random, parts.length)] ?? []));
  if (random() < 0.1) damaged = [...damaged].reverse();
  for (let count = upTo(random, 4); count > 0; count -= 1) {
    const index = upTo(random, damaged.length);
    const damage = damages[upTo(random, damages.length)];
    const part = damaged[index];
    if (damage && part && part.length > 0) damaged[index] = damage(part, random);
  }
  return Buffer.concat(damaged);
}

/** Where to cut a session on its way, so that it comes in several segments. */
export function pieces(bytes: Buffer, random: Random): Buffer[] {
  const cuts = Array.from({ length: upTo(random, 4) }, () => upTo(random, bytes.length + 1)).sort((a, b) => a - b);
  return [...cuts, bytes.length]
    .map((end, index) => bytes.subarray(index === 0 ? 0 : cuts[index - 1], end))
    .filter((piece) => piece.length > 0);
}
