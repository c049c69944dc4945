/** Typed errors of the data set room: what cannot be read (with its place) and what must not be written. */
import type { DataSet, Tag } from './types.ts';
import { formatTag } from './tag.ts';

export type DataSetErrorCode = 'truncated' | 'malformed' | 'too-deep' | 'too-many' | 'no-inflate';

/** Where reading stopped. */
export interface DataSetErrorPlace {
  /** Bytes from the start of what was parsed. */
  readonly offset: number;
  /** The element that could not be read, as far as it is known. */
  readonly tag?: Tag;
}

/** A data set that cannot be read to its end (PS3.5 §7). `partial` holds the elements before the fault. */
export class DataSetError extends Error {
  override readonly name = 'DataSetError';
  readonly offset: number;
  readonly tag: Tag | undefined;
  partial: DataSet | undefined;

  constructor(
    readonly code: DataSetErrorCode,
    message: string,
    place: DataSetErrorPlace,
  ) {
    super(`${message} (${place.tag === undefined ? '' : `${formatTag(place.tag)}, `}byte ${place.offset})`);
    this.offset = place.offset;
    this.tag = place.tag;
  }
}

export type EncodingErrorCode = 'unrepresentable-character' | 'unknown-character-set' | 'invalid-value' | 'unknown-attribute';

/** A value that must not be written. `character` and `characterSet` are set for text that the character set does not have. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
  readonly character: string | undefined;
  readonly characterSet: string | undefined;

  constructor(
    readonly code: EncodingErrorCode,
    message: string,
    text: { readonly character?: string; readonly characterSet?: string } = {},
  ) {
    super(message);
    this.character = text.character;
    this.characterSet = text.characterSet;
  }
}
