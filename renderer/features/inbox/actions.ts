/** What can be done with what was received: look, reveal, remove with undo, copy, and the tag that is selected. */
import {
  ArrowDownToLine,
  Columns2,
  Copy,
  Eye,
  FolderOpen,
  Hash,
  History,
  List,
  Search,
  Star,
  Tag,
  Tags,
  Trash2,
  Users,
  type LucideIcon,
} from 'lucide-react';
import type { Action, ActionContext, Enabled } from '../../commands/action.ts';
import { findStudies } from '../../commands/find.ts';
import { copy } from '../../commands/remedies.ts';
import { bytesText, pluralText } from '../../format/quantity.ts';
import type { Gantry } from '../../gantry.ts';
import { anonymiseCopy, commitTo, editCopy, exportFrom, sendTo } from '../../shell/actions.ts';
import { offerRestore, toast } from '../../stores/feedback.ts';
import type { Selection } from '../../stores/selection.ts';
import { go, here } from '../../stores/places.ts';
import { firstImageSeries } from './preview/stack.ts';
import { pairOf } from './compare.ts';
import type { Grouping } from './groups.ts';
import { groupBy, inboxWorkspace, subjectTarget, type Subject } from './workspace.ts';

const isAtInbox = (gantry: Gantry): boolean => here(gantry.places.getState()).screen === 'inbox';

const subjectOf = ({ gantry, selection }: ActionContext): Subject | null =>
  selection.kind === 'inbox' ? inboxWorkspace(gantry).view.getState().subject : null;

const some = (context: ActionContext): Enabled =>
  context.selection.kind === 'inbox' && context.selection.targets.length > 0 ? true : 'Select something in the inbox first.';

export const preview: Action = {
  id: 'inbox.preview',
  label: 'Preview',
  group: 'Inbox',
  icon: Eye,
  shortcut: ' ',
  also: 'look image view',
  enabled: some,
  run: async (context) => {
    const subject = subjectOf(context);
    if (subject === null) return;
    const { view } = inboxWorkspace(context.gantry);
    const { study } = subject;
    const series =
      subject.kind === 'study'
        ? firstImageSeries(await context.gantry.api.call('inbox.series', { studyUid: study.studyUid }))
        : subject.series;
    if (series !== null)
      view.setState({ large: { study, series, instanceId: subject.kind === 'instance' ? subject.instance.instanceId : null } });
  },
};

export const showTags: Action = {
  id: 'inbox.tags',
  label: 'Tags',
  group: 'Inbox',
  icon: Tags,
  shortcut: 'Mod+T',
  also: 'elements attributes header dump',
  enabled: some,
  run: ({ gantry }) => {
    inboxWorkspace(gantry).view.setState({ tab: 'tags' });
    gantry.layout.setState({ inspectorOpen: true });
  },
};

export const reveal: Action = {
  id: 'inbox.reveal',
  label: 'Reveal in folder',
  group: 'Inbox',
  icon: FolderOpen,
  also: 'file manager finder explorer',
  enabled: some,
  run: async (context) => {
    const subject = subjectOf(context);
    if (subject !== null) await context.gantry.api.call('desktop.reveal', { target: subjectTarget(subject) });
  },
};

/** A study that came in two goes is one study: it says so before it is deleted from below one of them. */
const othersOf = (selection: Selection): number => (selection.kind === 'inbox' ? (selection.otherArrivals ?? 0) : 0);

export const remove: Action = {
  id: 'inbox.remove',
  label: ({ selection }) => (othersOf(selection) > 0 ? 'Delete with what came at other times' : 'Delete'),
  group: 'Inbox',
  icon: Trash2,
  shortcut: 'Delete',
  tone: 'danger',
  also: 'bin remove',
  enabled: some,
  run: async ({ gantry, selection }) => {
    if (selection.kind !== 'inbox') return;
    const { token, instances, bytes } = await gantry.api.call('inbox.remove', { targets: [...selection.targets] });
    const others = othersOf(selection);
    const also = others > 0 ? `, with ${pluralText(others, 'image that came at another time', 'images that came at other times')}` : '';
    offerRestore(gantry.feedback, {
      text: `${pluralText(instances, 'image', 'images')} (${bytesText(bytes)}) moved to the bin${also}`,
      token,
      undo: async () => {
        await gantry.api.call('inbox.restore', { token });
      },
    });
  },
};

const starred = (context: ActionContext): boolean =>
  wholeStudies(context).every((uid) => context.gantry.studies.getState().byKey.get(uid)?.flagged);

const wholeStudies = ({ selection }: ActionContext): readonly string[] =>
  selection.kind !== 'inbox' ? [] : selection.targets.flatMap((target) => (target.kind === 'study' ? [target.studyUid] : []));

export const star: Action = {
  id: 'inbox.star',
  label: (context) => (wholeStudies(context).length > 0 && starred(context) ? 'Take the star away' : 'Star'),
  group: 'Inbox',
  icon: Star,
  shortcut: 'S',
  also: 'flag favourite mark',
  enabled: (context) => (wholeStudies(context).length > 0 ? true : 'Select a study in the inbox first.'),
  run: async (context) => {
    await context.gantry.api.call('inbox.flag', { studies: [...wholeStudies(context)], flagged: !starred(context) });
  },
};

const groupAction = (grouping: Grouping, label: string, icon: LucideIcon): Action => ({
  id: `inbox.group.${grouping}`,
  label,
  group: 'View',
  icon,
  also: 'group inbox sessions patients list',
  enabled: ({ gantry }) => (isAtInbox(gantry) ? true : 'Open the inbox first.'),
  run: ({ gantry }) => groupBy(inboxWorkspace(gantry), grouping),
});

export const groupActions: readonly Action[] = [
  groupAction('arrival', 'Inbox by arrival', ArrowDownToLine),
  groupAction('patient', 'Inbox by patient', Users),
  groupAction('study', 'Inbox as studies', List),
];

export const findPriors: Action = {
  id: 'inbox.priors',
  label: 'Find on nodes',
  group: 'Inbox',
  icon: History,
  also: 'priors search patient',
  enabled: (context) => {
    const subject = subjectOf(context);
    if (subject === null) return 'Select a study first.';
    return subject.study.patientId === '' ? 'This study has no patient ID.' : true;
  },
  run: (context) => {
    const subject = subjectOf(context);
    if (subject !== null) go(context.gantry.places, { screen: 'search', text: `pid:"${subject.study.patientId}"` });
  },
};

const uidOf = (subject: Subject): string =>
  subject.kind === 'study'
    ? subject.study.studyUid
    : subject.kind === 'series'
      ? subject.series.seriesUid
      : subject.instance.sopInstanceUid;

export const copyUid: Action = {
  id: 'inbox.copyUid',
  label: 'Copy UID',
  group: 'Inbox',
  icon: Hash,
  enabled: some,
  run: (context) => {
    const subject = subjectOf(context);
    return subject === null ? undefined : copy(context.gantry, uidOf(subject), 'UID copied');
  },
};

export const FILTER_FIELD = 'inbox-filter';

export const focusFilter: Action = {
  id: 'inbox.filter',
  label: 'Filter the inbox',
  group: 'Inbox',
  icon: Search,
  shortcut: '/',
  enabled: ({ gantry }) => (isAtInbox(gantry) ? true : 'Open the inbox first.'),
  run: () => document.getElementById(FILTER_FIELD)?.focus(),
};

export const compare: Action = {
  id: 'inbox.compare',
  label: 'Compare tags…',
  group: 'Inbox',
  icon: Columns2,
  shortcut: 'Mod+\\',
  also: 'difference diff side by side versions previous',
  enabled: some,
  run: async (context) => {
    const { gantry, selection } = context;
    const subject = subjectOf(context);
    if (subject === null || selection.kind !== 'inbox') return;
    const pair = await pairOf(gantry.api, selection, subject);
    if (typeof pair === 'string') toast(gantry.feedback, pair, { tone: 'note' });
    else inboxWorkspace(gantry).view.setState({ compared: pair });
  },
};

const tagAction = (
  id: string,
  what: string,
  work: (gantry: Gantry, tag: NonNullable<ReturnType<typeof tagOf>>) => Promise<void>,
): Action => ({
  id,
  label: `Copy ${what}`,
  group: 'Inbox',
  icon: what === 'value' ? Copy : Tag,
  unlisted: true,
  enabled: ({ gantry }) => (tagOf(gantry) === null ? 'Select a tag first.' : true),
  run: async ({ gantry }) => {
    const tag = tagOf(gantry);
    if (tag !== null) await work(gantry, tag);
  },
});

const tagOf = (gantry: Gantry) => inboxWorkspace(gantry).view.getState().tag;

/** The whole value, also of what the table shows cut. */
export const copyTagValue = tagAction('inbox.copyTagValue', 'value', async (gantry, { instanceId, row }) => {
  const value = row.cut ? await gantry.api.call('tags.value', { instanceId, path: row.path }) : row.value;
  await copy(gantry, value, `${row.keyword || row.tag} copied`);
});
export const copyTagPath = tagAction('inbox.copyTagPath', 'path', (gantry, { row }) => copy(gantry, row.path, 'Path copied'));
export const copyTagKeyword = tagAction('inbox.copyTagKeyword', 'keyword', (gantry, { row }) =>
  copy(gantry, row.keyword || row.tag, 'Keyword copied'),
);

export const tagActions: readonly Action[] = [copyTagValue, copyTagPath, copyTagKeyword];

/** What the menu of a row offers at once, what it has below, and the way out at its end. */
export const rowMenu: { readonly first: readonly Action[]; readonly more: readonly Action[]; readonly last: readonly Action[] } = {
  first: [preview, showTags, sendTo, exportFrom, anonymiseCopy, editCopy, commitTo],
  more: [compare, star, findPriors, reveal, copyUid],
  last: [remove],
};

/** What the screen brings; sending belongs to the window, because every screen may start it. */
export const findOnNodes: Action = {
  id: 'inbox.find',
  label: 'Find on nodes',
  group: 'Inbox',
  icon: Search,
  also: 'who else has it archive uid',
  enabled: some,
  run: ({ gantry, selection }) => {
    if (selection.kind === 'inbox') findStudies(gantry, selection.studyUids);
  },
};

export const inboxActions: readonly Action[] = [
  findOnNodes,
  preview,
  showTags,
  compare,
  star,
  findPriors,
  reveal,
  copyUid,
  remove,
  focusFilter,
  ...groupActions,
  ...tagActions,
];
