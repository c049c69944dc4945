/** Bytes to a data set (PS3.5 §7, §10, Annex A): every transfer syntax; lenient in what devices get wrong, exact about where reading stopped. */
import { ParsedDataSet, type Budget } from './data-set.ts';
import { DataSetError } from './errors.ts';
import { transferSyntaxProperties, type TransferSyntaxProperties } from './transfer-syntax.ts';
import type { Tag } from './types.ts';
import { vrFromBytes } from './vr.ts';
import { Walker, type Coding } from './walk.ts';

/** Inflates a raw deflate stream (RFC 1951). May throw. */
export type Inflate = (bytes: Uint8Array) => Uint8Array;

export interface ParseOptions {
  /** Stop before the first element with this tag or a greater one. */
  readonly untilTag?: Tag;
  /** Without it a deflated data set is refused with code 'no-inflate'. */
  readonly inflate?: Inflate;
  /** Character sets for text whose own set is missing, unknown or does not fit. */
  readonly fallbackCharacterSets?: readonly string[];
  /** Beyond it reading stops with code 'too-many', in a sequence when its items are asked for. */
  readonly budget?: Budget;
  /** The bytes come from our own writer, which would write them again. */
  readonly asWritten?: boolean;
}

/**
 * Reads a data set without preamble and file meta information.
 * @throws DataSetError with the offset and tag of the fault, and the elements before it as `partial`.
 */
export function parseDataSet(bytes: Uint8Array, transferSyntaxUid: string, options: ParseOptions = {}): ParsedDataSet {
  const properties = transferSyntaxProperties(transferSyntaxUid);
  const plain = properties.deflated ? inflated(bytes, options.inflate) : bytes;
  const walker = new Walker(plain);
  const { fallbackCharacterSets = [], budget, asWritten } = options;
  const source = { walker, transferSyntaxUid, fallbackCharacterSets, budget, asWritten };
  const dataSet = new ParsedDataSet(source, codingFound(walker.view, plain.length, properties));
  try {
    dataSet.read({ start: 0, end: plain.length }, options.untilTag);
  } catch (error) {
    if (error instanceof DataSetError) error.partial = dataSet;
    throw error;
  }
  return dataSet;
}

function inflated(bytes: Uint8Array, inflate: Inflate | undefined): Uint8Array {
  if (!inflate) throw new DataSetError('no-inflate', 'The data set is deflated and cannot be inflated here', { offset: 0 });
  try {
    return inflate(bytes);
  } catch {
    throw new DataSetError('malformed', 'The deflated data set cannot be inflated', { offset: 0 });
  }
}

/**
 * Believes the first element where it contradicts the declared VR coding: data sets are labelled wrong by several devices.
 * @param view at least the first eight bytes. @param length of the whole data set.
 */
export function codingFound(view: DataView, length: number, declared: TransferSyntaxProperties): Coding {
  if (view.byteLength < 8) return declared;
  const spelled = vrFromBytes(view.getUint8(4), view.getUint8(5)) !== undefined;
  if (declared.explicit && !spelled) {
    const fits = view.getUint32(4, true) <= length - 8;
    return fits && !isLetterPair(view) ? { explicit: false, littleEndian: declared.littleEndian } : declared;
  }
  if (!declared.explicit && spelled && view.getUint32(4, true) > length - 8) return { explicit: true, littleEndian: true };
  return declared;
}

function isLetterPair(view: DataView): boolean {
  return [view.getUint8(4), view.getUint8(5)].every((code) => code >= 0x41 && code <= 0x5a);
}
