/** Exports that are remembered for the studies that they held: part of what is told of whether a study is safe. */
import type { Custody } from '../custody/custody.ts';
import type { Exports } from './export-inbox.ts';
import type { InboxSlot } from './inbox-slot.ts';

export interface RecordedExports extends Exports {
  readonly busy: boolean;
}

export function recordedExports(
  exports: Exports,
  { slot, custody }: { readonly slot: InboxSlot; readonly custody: Custody },
): RecordedExports {
  let running = 0;
  return {
    get busy() {
      return running > 0;
    },
    run(request, { emit, signal }) {
      const studies = new Map<string, number>();
      for (const { studyUid } of slot.inbox.items(request.targets)) studies.set(studyUid, (studies.get(studyUid) ?? 0) + 1);
      running += 1;
      return exports
        .run(request, {
          signal,
          emit(event) {
            // Which study what was left out belongs to is not told: then nothing is claimed. Pictures are no copies of objects.
            if (event.kind === 'done' && event.leftOut === 0 && request.kind !== 'png' && request.kind !== 'png16')
              custody.exported(
                Array.from(studies, ([studyUid, objects]) => ({ studyUid, objects })),
                request.kind,
              );
            emit(event);
          },
        })
        .finally(() => (running -= 1));
    },
    close: () => exports.close(),
  };
}
