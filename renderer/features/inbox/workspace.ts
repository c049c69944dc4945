/** The inbox of one window: its library, its frames, what is selected and what is open over it. Made when first asked for. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { InboxTarget, InstanceRow, SeriesRow, StudyRow, TagRow } from '../../../core/contract.ts';
import type { Gantry } from '../../gantry.ts';
import { recall, remember } from '../../lib/remember.ts';
import { groupings, type Grouping } from './groups.ts';
import type { Pair } from './compare.ts';
import { createLibrary, type Library } from './library.ts';
import { createMatches, type Matches } from './matches.ts';
import { createFrameCache, type FrameCache } from './preview/frame-cache.ts';

/** What the inspector and the preview are about: the first selected row. */
export type Subject =
  | { readonly kind: 'study'; readonly study: StudyRow }
  | { readonly kind: 'series'; readonly study: StudyRow; readonly series: SeriesRow }
  | { readonly kind: 'instance'; readonly study: StudyRow; readonly series: SeriesRow; readonly instance: InstanceRow };

export type DetailsTab = 'preview' | 'tags' | 'files' | 'history';

export interface View {
  /** The series, or one instance of it, that fills the screen. */
  readonly large: { readonly study: StudyRow; readonly series: SeriesRow; readonly instanceId: number | null } | null;
  readonly subject: Subject | null;
  readonly grouping: Grouping;
  /** Of the inspector. */
  readonly tab: DetailsTab;
  /** Two objects that are looked at side by side. */
  readonly compared: Pair | null;
  readonly tag: { readonly instanceId: number; readonly row: TagRow } | null;
}

export interface InboxWorkspace {
  readonly library: Library;
  readonly matches: Matches;
  readonly frames: FrameCache;
  /** Frames as displayed, small. */
  readonly thumbnails: FrameCache;
  readonly view: StoreApi<View>;
}

const GROUPING = 'inbox.grouping';
const isGrouping = (value: unknown): value is Grouping => groupings.some((one) => one === value);

/** How the list is put together; remembered. */
export const groupBy = ({ view }: InboxWorkspace, grouping: Grouping): void => {
  view.setState({ grouping });
  remember(GROUPING, grouping);
};

const FRAMES_KEPT_BYTES = 192 * 1024 * 1024;
const THUMBNAILS_KEPT_BYTES = 32 * 1024 * 1024;
const THUMBNAIL_SIZE = 256;

const workspaces = new WeakMap<Gantry, InboxWorkspace>();

export const inboxWorkspace = (gantry: Gantry): InboxWorkspace => {
  const known = workspaces.get(gantry);
  if (known !== undefined) return known;
  const made: InboxWorkspace = {
    library: createLibrary(gantry.api, gantry.studies),
    matches: createMatches(gantry.api),
    frames: createFrameCache({
      load: ({ instanceId, frame }, { ahead, signal }) => gantry.api.call('inbox.frame', { instanceId, frame, ahead }, signal),
      maxBytes: FRAMES_KEPT_BYTES,
    }),
    thumbnails: createFrameCache({
      load: ({ instanceId, frame }, { signal }) => gantry.api.call('inbox.frame', { instanceId, frame, size: THUMBNAIL_SIZE }, signal),
      maxBytes: THUMBNAILS_KEPT_BYTES,
    }),
    view: createStore<View>(() => ({
      large: null,
      subject: null,
      grouping: recall(GROUPING, isGrouping) ?? 'study',
      tab: 'preview',
      tag: null,
      compared: null,
    })),
  };
  workspaces.set(gantry, made);
  return made;
};

export const subjectTarget = (subject: Subject): InboxTarget => {
  switch (subject.kind) {
    case 'study':
      return { kind: 'study', studyUid: subject.study.studyUid };
    case 'series':
      return { kind: 'series', studyUid: subject.study.studyUid, seriesUid: subject.series.seriesUid };
    case 'instance':
      return { kind: 'instance', instanceId: subject.instance.instanceId };
  }
};
