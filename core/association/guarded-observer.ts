/** An observer that cannot disturb what it observes: what it throws is dropped. */
import type { AssociationObserver } from './types.ts';

export function guardedObserver(observer: AssociationObserver | undefined): AssociationObserver | undefined {
  if (!observer) return undefined;
  const { established, message, ended, refused, knock } = observer;
  return {
    ...(established && { established: guarded(established.bind(observer)) }),
    ...(message && { message: guarded(message.bind(observer)) }),
    ...(ended && { ended: guarded(ended.bind(observer)) }),
    ...(refused && { refused: guarded(refused.bind(observer)) }),
    ...(knock && { knock: guarded(knock.bind(observer)) }),
  };
}

function guarded<Args extends readonly unknown[]>(tell: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      tell(...args);
    } catch {
      // A broken observer must not break an association.
    }
  };
}
