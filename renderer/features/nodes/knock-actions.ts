// What can be done about those who called the inbox.
import { BellOff, BellRing, DoorOpen, ListX, ServerCog } from 'lucide-react';
import type { KnockView } from '../../../core/contract.ts';
import { always, type Action, type ActionContext, type Enabled } from '../../commands/action.ts';
import { editNode } from '../../commands/node-requests.ts';
import { canBeAllowed, isIgnored } from '../../parts/knock-words.ts';
import { offerUndo } from '../../stores/feedback.ts';
import { go } from '../../stores/places.ts';

/** The port of DICOM by registration; a caller does not tell its own. */
const USUAL_PORT = 104;

function knocksOf({ gantry, selection }: ActionContext): readonly KnockView[] {
  if (selection.kind !== 'knocks') return [];
  const { byKey } = gantry.knocks.getState();
  return selection.ids.flatMap((id) => byKey.get(id) ?? []);
}

const nameOf = ({ callingTitle, address }: KnockView): string => callingTitle || address;
const namesOf = (knocks: readonly KnockView[]): string =>
  knocks.length === 1 && knocks[0] ? nameOf(knocks[0]) : `${knocks.length} callers`;

/** Some are selected, and at least one is such that it can be done. */
const some =
  (fits: (knock: KnockView) => boolean, otherwise: string) =>
  (context: ActionContext): Enabled => {
    const knocks = knocksOf(context);
    if (knocks.length === 0) return 'Select a caller first.';
    return knocks.some(fits) ? true : otherwise;
  };

export const allowKnock: Action = {
  id: 'knocks.allow',
  label: 'Allow',
  group: 'Knock',
  icon: DoorOpen,
  also: 'let in accept caller title',
  enabled: some(canBeAllowed, 'Only a caller that the settings refuse can be allowed.'),
  run: async (context) => {
    const { gantry } = context;
    const allowed = knocksOf(context).filter(canBeAllowed);
    const before = gantry.settings.getState().settings?.inbox;
    for (const { id } of allowed) await gantry.api.call('knocks.allow', { id });
    if (!before) return;
    const { callers, otherTitles } = before;
    offerUndo(gantry.feedback, `${namesOf(allowed)} may send from now on`, async () => {
      await gantry.api.call('settings.update', { patch: { inbox: { callers, otherTitles } } });
    });
  },
};

export const makeNode: Action = {
  id: 'knocks.makeNode',
  label: 'Make a node',
  group: 'Knock',
  icon: ServerCog,
  also: 'add address book system caller',
  enabled: (context) => {
    const [knock, ...more] = knocksOf(context);
    if (!knock) return 'Select a caller first.';
    if (more.length > 0) return 'Select one caller only.';
    return knock.callingTitle === '' ? 'It did not say its AE title.' : true;
  },
  run: async (context) => {
    const { gantry } = context;
    const [knock] = knocksOf(context);
    if (!knock) return;
    const { callingTitle: title, address: host } = knock;
    const known = gantry.nodes.getState().rows.find((node) => node.title === title && node.host === host);
    if (known) return go(gantry.places, { screen: 'nodes', nodeId: known.id });
    const { id, name } = await gantry.api.call('nodes.add', { node: { title, host, port: USUAL_PORT, name: title } });
    editNode(gantry, id, 'port');
    offerUndo(gantry.feedback, `${name} added. Enter the port on which it listens; ${USUAL_PORT} is customary`, async () => {
      await gantry.api.call('nodes.remove', { id });
    });
  },
};

export const ignoreKnock: Action = {
  id: 'knocks.ignore',
  label: 'Ignore 24 h',
  group: 'Knock',
  icon: BellOff,
  also: 'hide caller',
  enabled: some((knock) => !isIgnored(knock), 'It is ignored already.'),
  run: async (context) => {
    const { gantry } = context;
    const ignored = knocksOf(context).filter((knock) => !isIgnored(knock));
    for (const { id } of ignored) await gantry.api.call('knocks.ignore', { id });
    offerUndo(gantry.feedback, `${namesOf(ignored)} ignored for 24 hours`, async () => {
      for (const { id } of ignored) await gantry.api.call('knocks.heed', { id });
    });
  },
};

export const heedKnock: Action = {
  id: 'knocks.heed',
  label: 'Do not ignore',
  group: 'Knock',
  icon: BellRing,
  enabled: some(isIgnored, 'It is not ignored.'),
  run: async (context) => {
    for (const { id } of knocksOf(context)) await context.gantry.api.call('knocks.heed', { id });
  },
};

export const clearKnocks: Action = {
  id: 'knocks.clear',
  label: 'Clear the list of callers',
  group: 'Knock',
  icon: ListX,
  also: 'knocks',
  enabled: ({ gantry }) => gantry.knocks.getState().rows.length > 0 || 'Nobody has called yet.',
  run: async ({ gantry }) => {
    await gantry.api.call('knocks.clear', {});
    offerUndo(gantry.feedback, 'List of callers cleared', async () => {
      await gantry.api.call('knocks.restore', {});
    });
  },
};

export const showKnocks: Action = {
  id: 'knocks.show',
  label: 'Who called the inbox',
  group: 'Go',
  icon: DoorOpen,
  also: 'knocks callers refused',
  enabled: always,
  run: ({ gantry }) => go(gantry.places, { screen: 'nodes', tab: 'knocks' }),
};

export const knockMenu: readonly Action[] = [allowKnock, makeNode, ignoreKnock, heedKnock];

export const knockActions: readonly Action[] = [...knockMenu, clearKnocks, showKnocks];
