import { isRecord } from './is-record.ts';

/**
 * A record with what a patch names in it, as deep as both are records. Lists and other values are taken whole; what the patch leaves undefined
 * stays. It judges nothing: whether the result makes sense is for whoever reads it.
 */
export function merged(now: object, patch: object): object {
  const values = new Map<string, unknown>(Object.entries(now));
  for (const [name, value] of Object.entries(patch)) {
    const known = values.get(name);
    if (value !== undefined) values.set(name, isRecord(known) && isRecord(value) ? merged(known, value) : value);
  }
  return Object.fromEntries(values);
}
