// What each remedy of an explanation does when its button is pressed, and how the button is called.
import type { NodePatch, Remedy } from '../../core/contract.ts';
import type { Gantry } from '../gantry.ts';
import { valuesBefore } from '../lib/values-before.ts';
import { offerUndo, toast } from '../stores/feedback.ts';
import { go } from '../stores/places.ts';
import { editNode } from './node-requests.ts';

/** What the failure was about. */
export interface FailureSubject {
  readonly nodeId?: string;
  readonly transferId?: string;
  /** What "again" means here, when it is neither the node nor the transfer. */
  readonly again?: () => void;
  /** Starts a verification whose ladder is on screen. */
  readonly verify?: () => void;
}

export interface RemedyAct {
  readonly label: string;
  readonly run: () => Promise<void> | void;
}

/** null: this remedy needs something that the place where it is shown does not have. */
export function remedyAct(remedy: Remedy, subject: FailureSubject, gantry: Gantry): RemedyAct | null {
  switch (remedy.kind) {
    case 'verify':
      return onNode(subject, 'Verify again', (id) => verify(gantry, id, subject));
    case 'edit-node':
      return onNode(subject, editLabel(remedy.field), (id) => editNode(gantry, id, remedy.field ?? 'title'));
    case 'use-title':
      return change(gantry, subject, { label: `Use the name ${remedy.title}`, fields: { title: remedy.title } });
    case 'use-port':
      return change(gantry, subject, { label: `Use port ${remedy.port}`, fields: { port: remedy.port } });
    case 'use-retrieve':
      return change(gantry, subject, {
        label: `Use C-${remedy.retrieve.toUpperCase()}`,
        fields: { retrieve: remedy.retrieve },
        again: subject.again,
      });
    case 'use-encryption':
      return change(gantry, subject, {
        label: remedy.on ? 'Turn on and retry' : 'Turn encryption off and retry',
        fields: { encryption: { on: remedy.on } },
      });
    case 'trust-certificate':
      return change(gantry, subject, {
        label: 'Trust this certificate',
        fields: { encryption: { on: true, fingerprint: remedy.fingerprint } },
      });
    case 'accept-name':
      return change(gantry, subject, {
        label: `Accept the name ${remedy.name}`,
        fields: { encryption: { on: true, serverName: remedy.name } },
      });
    case 'copy-request':
      return { label: 'Copy request for their admin', run: () => copy(gantry, remedy.text, 'Request copied') };
    case 'open-network':
    case 'show-address':
      return {
        label: remedy.kind === 'open-network' ? 'Open to the network…' : 'Show address card',
        run: () => gantry.shell.setState({ addressOpen: true }),
      };
    case 'enter-pass-phrase':
      return { label: 'Enter pass phrase', run: () => go(gantry.places, { screen: 'settings', section: 'me', field: 'pass-phrase' }) };
    case 'open-settings':
      return { label: 'Open settings', run: () => go(gantry.places, { screen: 'settings', section: remedy.section }) };
    case 'retry':
      return retry(subject, gantry);
    case 'search-again':
      return { label: 'Search again', run: subject.again ?? (() => go(gantry.places, { screen: 'search' })) };
  }
}

const fieldWords: Readonly<Record<NonNullable<Extract<Remedy, { kind: 'edit-node' }>['field']>, string>> = {
  title: 'Edit its AE title',
  host: 'Edit its address',
  port: 'Edit its port',
  ourTitle: 'Use another name of ours',
  retrieve: 'Change how to retrieve',
  tls: 'Edit encryption',
};

const editLabel = (field: keyof typeof fieldWords | undefined) => (field ? fieldWords[field] : 'Edit the node');

function onNode({ nodeId }: FailureSubject, label: string, run: (nodeId: string) => Promise<void> | void): RemedyAct | null {
  return nodeId === undefined ? null : { label, run: () => run(nodeId) };
}

function verify(gantry: Gantry, nodeId: string, subject: FailureSubject): void {
  if (subject.verify) subject.verify();
  else gantry.ladders.verify(nodeId);
}

interface Change {
  readonly label: string;
  readonly fields: NodePatch;
  /** Instead of verifying the node. */
  readonly again?: (() => void) | undefined;
}

/** Puts a value into the node, can be taken back, and sees whether it helped. */
function change(gantry: Gantry, subject: FailureSubject, { label, fields, again }: Change): RemedyAct | null {
  return onNode(subject, label, async (id) => {
    const before = gantry.nodes.getState().byKey.get(id);
    const after = await gantry.api.call('nodes.update', { id, fields });
    if (before) {
      const old = valuesBefore(before, fields);
      offerUndo(gantry.feedback, `${after.name} changed`, async () => {
        await gantry.api.call('nodes.update', { id, fields: old });
      });
    }
    if (again) again();
    else verify(gantry, id, subject);
  });
}

function retry(subject: FailureSubject, gantry: Gantry): RemedyAct | null {
  const { transferId, nodeId, again } = subject;
  if (again) return { label: 'Try again', run: again };
  if (transferId !== undefined) {
    return {
      label: 'Try again',
      run: async () => {
        await gantry.api.call('transfers.retry', { id: transferId });
      },
    };
  }
  return nodeId === undefined ? null : { label: 'Try again', run: () => verify(gantry, nodeId, subject) };
}

export async function copy(gantry: Gantry, text: string, said: string): Promise<void> {
  await gantry.api.call('desktop.copy', { text });
  toast(gantry.feedback, said);
}
