/** Thrown by verbs that promise an answer when the association ended before it came. */
import type { AssociationEnd } from '../association/types.ts';

export class AssociationEndedError extends Error {
  override readonly name = 'AssociationEndedError';
  constructor(readonly end: AssociationEnd) {
    super(`the association ended before the answer came (${end.kind})`);
  }
}
