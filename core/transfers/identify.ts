/** Which studies files belong to: looked at like what is sent, kept nowhere. Never throws for a bad file. */
import { isUidShaped } from '../lib/uid.ts';
import { preflight } from './preflight.ts';

export interface Identified {
  /** Looked at so far, whatever they are. */
  readonly files: number;
  readonly studyUids: readonly string[];
  /** Files of further studies were left alone. */
  readonly cut: boolean;
}

export interface IdentifyOptions {
  readonly sources: Iterable<string>;
  /** As many studies at most. */
  readonly most: number;
  readonly signal: AbortSignal;
  readonly tell: (identified: Identified) => void;
}

/** Tells as it goes, and once more at the end. */
export async function identify({ sources, most, signal, tell }: IdentifyOptions): Promise<Identified> {
  const found = new Set<string>();
  const enough = new AbortController();
  let files = 0;
  let cut = false;
  const now = (): Identified => ({ files, studyUids: [...found], cut });
  await preflight({
    sources,
    signal: AbortSignal.any([signal, enough.signal]),
    met(_record, { header }) {
      const { uid } = header.study;
      if (!isUidShaped(uid) || found.has(uid)) return;
      if (found.size < most) found.add(uid);
      else {
        cut = true;
        enough.abort();
      }
    },
    add(records) {
      files += records.length;
      tell(now());
    },
  });
  return now();
}
