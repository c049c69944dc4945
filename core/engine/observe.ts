/** Lets several observers watch the same associations. */
import type { AssociationObserver } from '../association/types.ts';

export function observeAll(...observers: readonly AssociationObserver[]): AssociationObserver {
  return {
    established: (facts, traffic) => observers.forEach((observer) => observer.established?.(facts, traffic)),
    message: (facts, message) => observers.forEach((observer) => observer.message?.(facts, message)),
    ended: (facts, end, traffic) => observers.forEach((observer) => observer.ended?.(facts, end, traffic)),
    refused: (request, failure) => observers.forEach((observer) => observer.refused?.(request, failure)),
    knock: (knock) => observers.forEach((observer) => observer.knock?.(knock)),
  };
}
