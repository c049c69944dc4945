/** What a person can do in a search, each once: buttons, menus, keys and the palette are views of these. */
import { Copy, Download, FileSearch, FolderSearch, History, Hash, Search, Square } from 'lucide-react';
import { always, type Action, type ActionContext } from '../../commands/action.ts';
import { chooseAndFind } from '../../commands/find.ts';
import { copy } from '../../commands/remedies.ts';
import { namePlain } from '../../format/person-name.ts';
import { pluralText } from '../../format/quantity.ts';
import type { Gantry } from '../../gantry.ts';
import { toast } from '../../stores/feedback.ts';
import { go, here } from '../../stores/places.ts';
import { outermost, pullsOf, type Pull } from './pull.ts';
import type { Match } from './results.ts';
import { askNow, askOnly, searchWorkspace } from './workspace.ts';

const isAtSearch = (gantry: Gantry): boolean => here(gantry.places.getState()).screen === 'search';
export const selectedOf = (gantry: Gantry): readonly Match[] => searchWorkspace(gantry).view.getState().selected;

const withRows =
  (more: (matches: readonly Match[]) => true | string = () => true) =>
  ({ gantry, selection }: ActionContext): true | string => {
    if (selection.kind !== 'matches') return 'Select a study in the search first.';
    const matches = selectedOf(gantry);
    return matches.length === 0 ? 'Select a study in the search first.' : more(matches);
  };

const one = (value: (match: Match) => string, missing: string) =>
  withRows((matches) => (matches.length === 1 && matches[0] && value(matches[0]) !== '' ? true : missing));

/** 'Yamada Tarou, CT Chest', '3 studies': for people, may name the patient. */
export const pullLabel = (matches: readonly Match[]): string => {
  const [first] = matches;
  if (first === undefined) return '';
  if (matches.length > 1) return pluralText(matches.length, 'item', matches.every(({ level }) => level === 'STUDY') ? 'studies' : 'items');
  const name = namePlain(first.row.patientName, { show: 'both' });
  const what = first.row.description || first.row.modalities.join(' ');
  return [name, what]
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, 200);
};

export interface PullWish {
  readonly via: 'auto' | 'get' | 'move';
  /** null: to this computer. */
  readonly destinationId: string | null;
}

/** Starts a transfer for each node that is pulled from. */
export const startPulls = async (gantry: Gantry, pulls: readonly Pull[], { via, destinationId }: PullWish): Promise<void> => {
  const { asked } = searchWorkspace(gantry).session.store.getState();
  const model = asked?.query.model ?? 'study';
  for (const { nodeId, items, matches } of pulls) {
    await gantry.api.call('transfers.pull', { nodeId, items: [...items], model, via, destinationId, label: pullLabel(matches) });
  }
  const count = pulls.reduce((sum, { items }) => sum + items.length, 0);
  if (count > 1) toast(gantry.feedback, `Pulling ${pluralText(count, 'item', 'items')}`);
};

/** The nodes to bring it from, in the order in which they were asked: what the inbox has need not be brought. */
export const sourceOrder = (gantry: Gantry, matches: readonly Match[]): readonly string[] => {
  const asked = searchWorkspace(gantry).session.store.getState().asked?.query.nodes ?? allNodes(matches);
  const own = gantry.nodes.getState().rows.find(({ kind }) => kind === 'this-computer')?.id;
  return asked.filter((id) => id !== own);
};

const canPull = (context: ActionContext): true | string =>
  withRows((matches) => {
    const order = sourceOrder(context.gantry, matches);
    if (pullsOf(matches, order).length > 0) return true;
    const isOnlyHere = matches.every(({ answers }) => order.every((id) => !answers.has(id)));
    return isOnlyHere ? 'It is in the inbox already.' : 'The node did not say which study this is (no UID).';
  })(context);
const allNodes = (matches: readonly Match[]): readonly string[] => [...new Set(matches.flatMap(({ answers }) => [...answers.keys()]))];

const imagesOf = (matches: readonly Match[]): number | null => {
  const counts = outermost(matches).map(({ level, row }) => (level === 'IMAGE' ? 1 : row.instanceCount));
  return counts.every((count) => count !== null) ? counts.reduce((sum, count) => sum + count, 0) : null;
};

const pullText = ({ gantry }: ActionContext): string => {
  const images = imagesOf(selectedOf(gantry));
  return images === null || images === 0 ? 'Pull' : `Pull ${pluralText(images, 'image', 'images')}`;
};

export const pull: Action = {
  id: 'search.pull',
  label: pullText,
  group: 'Search',
  icon: Download,
  shortcut: 'Enter',
  also: 'retrieve get move fetch',
  enabled: canPull,
  run: ({ gantry }) => {
    const matches = selectedOf(gantry);
    return startPulls(gantry, pullsOf(matches, sourceOrder(gantry, matches)), { via: 'auto', destinationId: null });
  },
};

export const pullFrom: Action = {
  id: 'search.pullFrom',
  label: 'Pull from…',
  group: 'Search',
  icon: Download,
  shortcut: 'Shift+Enter',
  also: 'source method C-GET C-MOVE destination',
  enabled: canPull,
  run: ({ gantry }) => searchWorkspace(gantry).view.setState({ choosing: true }),
};

export const stop: Action = {
  id: 'search.stop',
  label: 'Stop asking',
  group: 'Search',
  icon: Square,
  shortcut: 'Escape',
  enabled: ({ gantry }) =>
    isAtSearch(gantry) && searchWorkspace(gantry).session.store.getState().phase === 'asking' ? true : 'Nothing is being asked.',
  run: ({ gantry }) => searchWorkspace(gantry).session.cancel(),
};

export const again: Action = {
  id: 'search.again',
  label: 'Search again',
  group: 'Search',
  icon: Search,
  shortcut: 'R',
  enabled: ({ gantry }) =>
    isAtSearch(gantry) && searchWorkspace(gantry).session.store.getState().asked !== null ? true : 'Nothing has been searched for yet.',
  run: ({ gantry }) => askNow(gantry),
};

export const focusField: Action = {
  id: 'search.field',
  label: 'Go to the search field',
  group: 'Search',
  icon: Search,
  shortcut: '/',
  enabled: ({ gantry }) => (isAtSearch(gantry) ? true : 'Open Search first.'),
  run: ({ gantry }) => searchWorkspace(gantry).view.setState(({ focusAsked }) => ({ focusAsked: focusAsked + 1 })),
};

export const priors: Action = {
  id: 'search.priors',
  label: 'Find priors',
  group: 'Search',
  icon: History,
  also: 'earlier studies of the patient',
  enabled: one(({ row }) => row.patientId, 'The node did not give a patient ID.'),
  run: ({ gantry }) => {
    const [match] = selectedOf(gantry);
    if (match === undefined) return;
    askOnly(gantry, [{ kind: 'patientId', value: match.row.patientId }]);
  },
};

export const showInInbox: Action = {
  id: 'search.showInInbox',
  label: 'Show in inbox',
  group: 'Search',
  icon: FolderSearch,
  enabled: (context) => {
    const rows = withRows()(context);
    if (rows !== true) return rows;
    const [match] = selectedOf(context.gantry);
    return match !== undefined && searchWorkspace(context.gantry).local.of(match.row.studyUid) > 0 ? true : 'It is not here yet.';
  },
  run: ({ gantry }) => {
    const [match] = selectedOf(gantry);
    if (match !== undefined) go(gantry.places, { screen: 'inbox', studyUid: match.row.studyUid });
  },
};

const uidOf = ({ level, row }: Match): string =>
  level === 'IMAGE' ? row.sopInstanceUid : level === 'SERIES' ? row.seriesUid : row.studyUid;

const copyAction = (id: string, what: string, value: (match: Match) => string): Action => ({
  id,
  label: `Copy ${what}`,
  group: 'Search',
  icon: what === 'UID' ? Hash : Copy,
  enabled: one(value, `The node gave no ${what} for it.`),
  run: ({ gantry }) => {
    const [match] = selectedOf(gantry);
    return match === undefined ? undefined : copy(gantry, value(match), `${what} copied`);
  },
});

export const copyUid = copyAction('search.copyUid', 'UID', uidOf);
export const copyAccession = copyAction('search.copyAccession', 'accession number', ({ row }) => row.accession);
export const copyPatientId = copyAction('search.copyPatientId', 'patient ID', ({ row }) => row.patientId);

export const matchActions: readonly Action[] = [pull, pullFrom, priors, showInInbox, copyUid, copyAccession, copyPatientId];
export const findFilesAction: Action = {
  id: 'search.files',
  label: 'Find files on nodes…',
  group: 'Search',
  icon: FileSearch,
  also: 'match by UID where else who has',
  enabled: always,
  run: ({ gantry }) => chooseAndFind(gantry),
};

export const searchActions: readonly Action[] = [...matchActions, findFilesAction, stop, again, focusField];
