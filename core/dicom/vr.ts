/** Value representations (PS3.5 §6.2) as data: how each is laid out, padded, limited and swapped. */

export type VrKind = 'text' | 'string' | 'number' | 'binary' | 'tag' | 'sequence';

export interface ValueRepresentation {
  /** text: decoded by the character set in force; string: default repertoire; number: fixed binary numbers; binary: bytes. */
  readonly kind: VrKind;
  /** Explicit VR writes it with two reserved bytes and a 32 bit length (PS3.5 §7.1.2). */
  readonly long: boolean;
  /** What makes an odd length even. */
  readonly pad: 0x20 | 0x00;
  /** Bytes of one number or word: what changes order in big endian. */
  readonly unit: number;
  /** Characters (string and text kinds, per value or per person name group) that may be sent. */
  readonly maximum: number;
  /** Backslash separates values. */
  readonly multiple: boolean;
  /** Leading spaces belong to the value. */
  readonly leadingSpaces: boolean;
}

const text = (maximum: number, form: Partial<ValueRepresentation> = {}): ValueRepresentation => ({
  kind: 'text',
  long: false,
  pad: 0x20,
  unit: 1,
  maximum,
  multiple: true,
  leadingSpaces: false,
  ...form,
});
const string = (maximum: number, form: Partial<ValueRepresentation> = {}): ValueRepresentation => ({
  ...text(maximum),
  kind: 'string',
  ...form,
});
const fixed = (kind: VrKind, unit: number, long = false): ValueRepresentation => ({
  kind,
  long,
  pad: 0x00,
  unit,
  maximum: Infinity,
  multiple: true,
  leadingSpaces: false,
});

const TABLE: Readonly<Record<string, ValueRepresentation>> = {
  AE: string(16),
  AS: string(4),
  CS: string(16),
  DA: string(18),
  DS: string(16),
  DT: string(54),
  IS: string(12),
  TM: string(28),
  UI: string(64, { pad: 0x00 }),
  UR: string(Infinity, { long: true, multiple: false }),
  LO: text(64),
  SH: text(16),
  PN: text(64),
  UC: text(Infinity, { long: true, leadingSpaces: true }),
  LT: text(10240, { multiple: false, leadingSpaces: true }),
  ST: text(1024, { multiple: false, leadingSpaces: true }),
  UT: text(Infinity, { long: true, multiple: false, leadingSpaces: true }),
  AT: fixed('tag', 2),
  FL: fixed('number', 4),
  FD: fixed('number', 8),
  SL: fixed('number', 4),
  SS: fixed('number', 2),
  UL: fixed('number', 4),
  US: fixed('number', 2),
  SV: fixed('number', 8, true),
  UV: fixed('number', 8, true),
  OB: fixed('binary', 1, true),
  OW: fixed('binary', 2, true),
  OF: fixed('binary', 4, true),
  OL: fixed('binary', 4, true),
  OD: fixed('binary', 8, true),
  OV: fixed('binary', 8, true),
  UN: fixed('binary', 1, true),
  SQ: fixed('sequence', 1, true),
};

const UNKNOWN: ValueRepresentation = fixed('binary', 1, true);

export const isKnownVr = (vr: string): boolean => vr in TABLE;

/** A VR that a later edition adds has the long form (PS3.5 §7.1.2) and is bytes to us. */
export const vrOf = (vr: string): ValueRepresentation => TABLE[vr] ?? UNKNOWN;

/** A VR as an element's header has it. */
export interface WrittenVr {
  /** '' where none is written. */
  readonly vr: string;
  readonly form: ValueRepresentation;
}

const BY_BYTES = new Map<number, WrittenVr>(
  Object.entries(TABLE).map(([vr, form]) => [(vr.charCodeAt(0) << 8) | vr.charCodeAt(1), { vr, form }]),
);

/** The known VR that two bytes spell. */
export const vrFromBytes = (first: number, second: number): string | undefined => BY_BYTES.get((first << 8) | second)?.vr;

export const NO_VR: WrittenVr = { vr: '', form: UNKNOWN };
const isLetter = (code: number): boolean => code >= 0x41 && code <= 0x5a;

/** What two bytes spell: a known VR, two letters that a later edition may have made one, or none. */
export function writtenVr(first: number, second: number): WrittenVr {
  const known = BY_BYTES.get((first << 8) | second);
  if (known) return known;
  return isLetter(first) && isLetter(second) ? { vr: String.fromCharCode(first, second), form: UNKNOWN } : NO_VR;
}
