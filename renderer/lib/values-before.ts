// What undoes a patch: the values that stand where it puts others, as deep as both are records.
import { isRecord } from './remember.ts';

/** `patch` is a part of what `whole` is; so is what comes back. */
export function valuesBefore<Patch extends object>(whole: object, patch: Patch): Patch {
  const now = new Map<string, unknown>(Object.entries(whole));
  const before = Object.entries(patch).map(([name, value]: [string, unknown]) => {
    const known = now.get(name);
    return [name, isRecord(known) && isRecord(value) ? valuesBefore(known, value) : known];
  });
  return Object.fromEntries(before) as Patch;
}
