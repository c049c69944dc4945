/** What may be sent: checks that throw `UsageError` and name the field. */
import { UsageError } from '../errors.ts';
import { isValidUid } from '../lib/uid.ts';

export function requireUid(name: string, uid: string): string {
  if (!isValidUid(uid)) throw new UsageError('invalid-uid', `${name}, “${uid}”, is not a valid UID`);
  return uid;
}

export function requireWithin(name: string, value: number, { from, to }: { readonly from: number; readonly to: number }): number {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw new UsageError('invalid-argument', `${name} is ${value}; it must be a whole number from ${from} to ${to}`);
  }
  return value;
}
