/** The studies of files for the search, told at most ten times a second. */
import { systemClock } from '../association/system-clock.ts';
import type { IdentifiedFiles, StreamPayload } from '../contract.ts';
import { identify } from '../transfers/identify.ts';

const MOST_STUDIES = 200;
const EVERY_MS = 100;

export async function identifyFiles(
  { paths }: StreamPayload<'search.identify'>,
  emit: (event: IdentifiedFiles) => void,
  signal: AbortSignal,
): Promise<void> {
  let toldAt = -EVERY_MS;
  const found = await identify({
    sources: paths,
    most: MOST_STUDIES,
    signal,
    tell(identified) {
      const now = systemClock.now();
      if (now - toldAt < EVERY_MS) return;
      toldAt = now;
      emit({ ...identified, ended: false });
    },
  });
  emit({ ...found, ended: true });
}
