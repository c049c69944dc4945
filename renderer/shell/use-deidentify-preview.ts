// What de-identifying would make of the first object, read anew as the options change.
import { useDeferredValue, useEffect, useState } from 'react';
import type { CallPayload, DeidentifyOptions, DeidentifyPreview } from '../../core/contract.ts';
import { useGantry } from '../use-gantry.ts';

/** Things of the inbox, or what is about to be sent. */
export type DeidentifySource = Omit<CallPayload<'copies.previewDeidentified'>, 'options'>;

export type Previewing =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly preview: DeidentifyPreview }
  | { readonly kind: 'failed'; readonly why: string };

/** The last one stays while the next is read, so that nothing jumps. `source` must stay the same object while it means the same. */
export function useDeidentifyPreview(source: DeidentifySource, changing: DeidentifyOptions): Previewing {
  const { api } = useGantry();
  const options = useDeferredValue(changing);
  const [previewing, setPreviewing] = useState<Previewing>({ kind: 'reading' });
  useEffect(() => {
    const stop = new AbortController();
    api.call('copies.previewDeidentified', { ...source, options }, stop.signal).then(
      (preview) => setPreviewing({ kind: 'read', preview }),
      (error: unknown) => {
        if (!stop.signal.aborted) setPreviewing({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => stop.abort();
  }, [api, source, options]);
  return previewing;
}
