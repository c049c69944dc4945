/** `-k Keyword`, `-k Keyword=value`, `-k gggg,eeee=value`, with dots into sequences: to the keys of a query. */
import { buildDataSet } from '../dicom/build.ts';
import { EncodingError } from '../dicom/errors.ts';
import { UsageError } from '../errors.ts';
import type { QueryKeys } from '../services/types.ts';

interface MutableKeys {
  [keyword: string]: string | MutableKeys[];
}

const PART = /^(?:[A-Za-z][A-Za-z0-9]*|[0-9A-Fa-f]{4},?[0-9A-Fa-f]{4})$/;

export function keysFrom(texts: readonly string[]): QueryKeys {
  const keys: MutableKeys = {};
  for (const text of texts) put(keys, text);
  try {
    // What cannot be written is found before anybody is called.
    buildDataSet(keys);
  } catch (error) {
    if (error instanceof EncodingError) throw new UsageError('invalid-argument', `-k: ${error.message}.`);
    throw error;
  }
  return keys;
}

function put(keys: MutableKeys, text: string): void {
  const equals = text.indexOf('=');
  const path = (equals < 0 ? text : text.slice(0, equals)).split('.');
  const value = equals < 0 ? '' : text.slice(equals + 1);
  const wrong = path.find((part) => !PART.test(part));
  if (wrong !== undefined) {
    throw new UsageError(
      'invalid-argument',
      `-k ${text}: "${wrong}" is neither a keyword such as PatientName nor a tag such as 0010,0010.`,
    );
  }
  let level = keys;
  for (const sequence of path.slice(0, -1)) level = into(level, sequence);
  const last = path.at(-1);
  if (last !== undefined) level[last] = value;
}

/** The one item of a sequence key, made when it is not there. */
function into(level: MutableKeys, sequence: string): MutableKeys {
  const there = level[sequence];
  const item = Array.isArray(there) ? there[0] : undefined;
  if (item) return item;
  const made: MutableKeys = {};
  level[sequence] = [made];
  return made;
}
