/** What may be sent: checks that throw `UsageError` and name the field. */
import { UsageError } from '../errors.ts';
import { isValidUid } from '../lib/uid.ts';
import { UNUSABLE_MAXIMUM_LENGTH } from './layout.ts';

export function requireUid(name: string, uid: string): string {
  if (!isValidUid(uid)) throw new UsageError('invalid-uid', `${name}, “${uid}”, is not a valid UID`);
  return uid;
}

/** PS3.8 §D.1: 0 for no limit, else room for at least a byte behind the header of its data value. */
export function requireMaximumLength(length: number): void {
  requireWithin('the maximum length', length, { from: 0, to: 0xffff_ffff });
  if (length > 0 && length <= UNUSABLE_MAXIMUM_LENGTH) {
    throw new UsageError('invalid-argument', `a maximum length of ${length} leaves no room for data`);
  }
}

export function requireWithin(name: string, value: number, { from, to }: { readonly from: number; readonly to: number }): number {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw new UsageError('invalid-argument', `${name} is ${value}; it must be a whole number from ${from} to ${to}`);
  }
  return value;
}
