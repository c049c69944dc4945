/** Why a frame cannot be shown, thrown within the worker and handed to the page as a value. */
import type { Unavailable, UnavailableReason } from './types.ts';

export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  constructor(
    readonly reason: UnavailableReason,
    message: string,
  ) {
    super(message);
  }
}

export const unavailable = (reason: UnavailableReason, message: string): Unavailable => ({ kind: 'unavailable', reason, message });
