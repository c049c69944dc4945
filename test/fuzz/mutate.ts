/**
 * Mutations that know the structure of what they break: lengths, types, ids, items and whole PDUs, besides plain bytes. A session is a list
 * of PDUs; each is changed a little, or not at all, and they are cut into chunks anywhere.
 */
import { concat } from '../../core/lib/bytes.ts';
import { createRandom, type Random } from './random.ts';

const awkward32 = [0, 1, 2, 3, 5, 6, 7, 0x7f, 0xff, 0x100, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff] as const;
const awkward8 = [0, 1, 2, 3, 4, 7, 8, 0x10, 0x20, 0x21, 0x30, 0x40, 0x50, 0x51, 0x58, 0x7f, 0x80, 0xfe, 0xff] as const;

type Mutation = (pdu: Uint8Array, random: Random) => Uint8Array;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function changed(pdu: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array {
  const copy = pdu.slice();
  if (copy.length > 0) change(copy);
  return copy;
}

/** Offsets of item headers in an associate PDU, or of PDV headers in a P-DATA-TF, as far as their lengths lead. */
function structureOffsets(pdu: Uint8Array): readonly number[] {
  const offsets: number[] = [];
  const data = pdu[0] === 4;
  const associate = pdu[0] === 1 || pdu[0] === 2;
  const walk = (from: number, to: number): void => {
    let at = from;
    while (at + 6 <= to) {
      offsets.push(at);
      const length = data ? view(pdu).getUint32(at) : view(pdu).getUint16(at + 2);
      const type = pdu[at] ?? 0;
      if (!data && (type === 0x20 || type === 0x21)) walk(at + 8, Math.min(to, at + 4 + length));
      if (!data && type === 0x50) walk(at + 4, Math.min(to, at + 4 + length));
      at += 4 + length;
    }
  };
  if (data) walk(6, pdu.length);
  if (associate) walk(74, pdu.length);
  return offsets;
}

const flipByte: Mutation = (pdu, random) =>
  changed(pdu, (copy) => {
    copy[random.below(copy.length)] = random.once(2) ? random.pick(awkward8) : random.below(256);
  });

const pduLength: Mutation = (pdu, random) =>
  changed(pdu, (copy) => {
    if (copy.length < 6) return;
    const around = copy.length - 6 + random.below(9) - 4;
    view(copy).setUint32(2, random.once(2) ? Math.max(0, around) : random.pick(awkward32));
  });

/** Breaks the length of an item, of a PDV, or the length inside a sub-item. */
const innerLength: Mutation = (pdu, random) =>
  changed(pdu, (copy) => {
    const offsets = structureOffsets(copy);
    const at = offsets[random.below(offsets.length)];
    if (at === undefined) return;
    if (copy[0] === 4) view(copy).setUint32(at, random.once(2) ? random.pick(awkward32) : random.below(copy.length + 8));
    else view(copy).setUint16(at + (random.once(3) ? 4 : 2), random.once(2) ? random.pick(awkward32) & 0xffff : random.below(300));
  });

const itemType: Mutation = (pdu, random) =>
  changed(pdu, (copy) => {
    const offsets = structureOffsets(copy);
    const at = offsets[random.below(offsets.length)] ?? 0;
    copy[copy[0] === 4 && at > 0 ? at + 4 + random.below(2) : at] = random.pick(awkward8);
  });

/** Takes bytes out or puts bytes in, and corrects the PDU's length so that only the inside is wrong. */
const resize: Mutation = (pdu, random) => {
  const at = Math.min(pdu.length, 6 + random.below(Math.max(1, pdu.length - 6)));
  const gone = random.once(2) ? random.below(8) : 0;
  const extra = Uint8Array.from({ length: random.below(8) }, () => random.pick(awkward8));
  const resized = concat([pdu.subarray(0, at), extra, pdu.subarray(at + gone)]);
  if (resized.length >= 6) view(resized).setUint32(2, resized.length - 6);
  return resized;
};

/** Doubles one item or PDV, in place. */
const repeat: Mutation = (pdu, random) => {
  const offsets = structureOffsets(pdu);
  const index = random.below(offsets.length);
  const from = offsets[index];
  const to = offsets[index + 1] ?? pdu.length;
  if (from === undefined) return pdu;
  const repeated = concat([pdu.subarray(0, to), pdu.subarray(from, to), pdu.subarray(to)]);
  view(repeated).setUint32(2, repeated.length - 6);
  return repeated;
};

const truncate: Mutation = (pdu, random) => pdu.slice(0, random.below(pdu.length + 1));
const garbage: Mutation = (_pdu, random) => Uint8Array.from({ length: 1 + random.below(40) }, () => random.below(256));
const unchanged: Mutation = (pdu) => pdu;

const mutations = [
  unchanged,
  flipByte,
  flipByte,
  pduLength,
  innerLength,
  innerLength,
  itemType,
  resize,
  repeat,
  truncate,
  garbage,
] as const;

/** The PDUs of one side, in order. */
export type Session = readonly Uint8Array[];

export interface FuzzCase {
  /** The bytes as they come off the line. */
  readonly chunks: readonly Uint8Array[];
}

/** The case of that number: a session, broken in a few places, in another order now and then, cut anywhere. */
export function makeCase(sessions: readonly [Session, ...Session[]], seed: number): FuzzCase {
  const random = createRandom(seed);
  const pdus = [...random.pick(sessions)];
  if (random.once(4)) pdus.splice(random.below(pdus.length), 1);
  if (random.once(4)) pdus.splice(random.below(pdus.length + 1), 0, pdus[random.below(pdus.length)] ?? new Uint8Array(0));
  const broken = random.below(3);
  for (let count = 0; count < broken; count += 1) {
    const index = random.below(pdus.length);
    const pdu = pdus[index];
    if (pdu) pdus[index] = random.pick(mutations)(pdu, random);
  }
  return { chunks: cut(concat(pdus), random) };
}

function cut(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  const largest = random.pick([1, 3, 12, 64, 4096]);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random.below(largest);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}
