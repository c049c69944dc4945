// The columns of the node list.
import { Lock, LockKeyhole } from 'lucide-react';
import type { NodeAbilities, NodeView } from '../../../core/contract.ts';
import { Ago } from '../../parts/ago.tsx';
import { lastRoundTrip, nodeMark } from '../../parts/node-mark.ts';
import type { Column } from '../../ui/grid/column.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import styles from './nodes.module.css';

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const byText = (text: (node: NodeView) => string) => (a: NodeView, b: NodeView) => collator.compare(text(a), text(b));

const order: readonly NodeView['state'][] = ['unreachable', 'refused', 'unchecked', 'checking', 'ok', 'disabled'];
const never = Number.POSITIVE_INFINITY;

/** A node that answers says so; how fast is the next column's. */
const stateWord = (node: NodeView) => (node.state === 'ok' ? 'answers' : nodeMark(node).word);

const address = ({ host, port }: NodeView) => `${host.includes(':') ? `[${host}]` : host}:${port}`;

function encryptionWord({ encryption: { on, fingerprint } }: NodeView): string {
  if (!on) return 'not encrypted';
  return fingerprint === null ? 'encrypted, by authority' : 'encrypted, certificate pinned';
}

function EncryptionMark({ node }: { readonly node: NodeView }) {
  if (!node.encryption.on) return null;
  const Icon = node.encryption.fingerprint === null ? Lock : LockKeyhole;
  return (
    <span className={styles.lock} role="img" aria-label={encryptionWord(node)} title={encryptionWord(node)}>
      <Icon size={14} strokeWidth={1.8} aria-hidden="true" />
    </span>
  );
}

export const nodeColumns: readonly Column<NodeView>[] = [
  {
    id: 'name',
    label: 'Name',
    width: 140,
    grow: true,
    cell: (node) => (
      <>
        <StatusMark mark={nodeMark(node)} />
        <bdi className="cut">{node.name}</bdi>
      </>
    ),
    text: ({ name }) => name,
    compare: byText(({ name }) => name),
  },
  {
    id: 'title',
    label: 'AE title',
    width: 118,
    cell: ({ title }) => <span className="mono cut">{title}</span>,
    text: ({ title }) => title,
    compare: byText(({ title }) => title),
  },
  {
    id: 'address',
    label: 'Host and port',
    width: 126,
    grow: true,
    cell: (node) => <span className="mono cut">{address(node)}</span>,
    text: address,
    compare: byText(address),
  },
  {
    id: 'state',
    label: 'State',
    width: 112,
    grow: true,
    cell: (node) => <span className={node.state === 'ok' ? 'cut' : `cut ${styles[node.state] ?? ''}`}>{stateWord(node)}</span>,
    text: stateWord,
    compare: (a, b) => order.indexOf(a.state) - order.indexOf(b.state),
  },
  {
    id: 'tls',
    label: 'TLS',
    width: 40,
    cell: (node) => <EncryptionMark node={node} />,
    text: encryptionWord,
    compare: byText(encryptionWord),
  },
  {
    id: 'does',
    label: 'Does',
    width: 108,
    cell: ({ abilities }) => <Abilities abilities={abilities} />,
    text: ({ abilities }) => abilityWords(abilities),
  },
  {
    id: 'rtt',
    label: 'Round trip',
    width: 100,
    align: 'end',
    cell: (node) => <RoundTrip node={node} />,
    compare: (a, b) => (lastRoundTrip(a) ?? never) - (lastRoundTrip(b) ?? never),
  },
  {
    id: 'seen',
    label: 'Last seen',
    width: 82,
    cell: ({ lastSeen }) => (lastSeen === null ? 'never' : <Ago at={lastSeen} />),
    compare: (a, b) => (a.lastSeen ?? '').localeCompare(b.lastSeen ?? ''),
  },
  {
    id: 'retrieve',
    label: 'Retrieve',
    width: 90,
    optional: true,
    cell: ({ retrieve }) => (retrieve === 'auto' ? 'automatic' : `C-${retrieve.toUpperCase()}`),
    text: ({ retrieve }) => retrieve,
  },
  {
    id: 'implementation',
    label: 'Software',
    width: 150,
    optional: true,
    cell: ({ implementation }) => <span className="cut">{implementation ?? ''}</span>,
    text: ({ implementation }) => implementation ?? '',
    compare: byText(({ implementation }) => implementation ?? ''),
  },
  {
    id: 'notes',
    label: 'Notes',
    width: 200,
    optional: true,
    cell: ({ notes }) => <bdi className="cut">{notes}</bdi>,
    text: ({ notes }) => notes,
  },
];

function RoundTrip({ node }: { readonly node: NodeView }) {
  const ms = lastRoundTrip(node);
  if (ms === null) return null;
  return (
    <>
      <Sparkline values={node.roundTrips} label="Round trips of the last echoes" />
      <span>{ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms</span>
    </>
  );
}

export const abilityNames: readonly { readonly key: keyof NodeAbilities; readonly letter: string; readonly word: string }[] = [
  { key: 'query', letter: 'Q', word: 'query' },
  { key: 'get', letter: 'G', word: 'get' },
  { key: 'move', letter: 'M', word: 'move' },
  { key: 'store', letter: 'S', word: 'store' },
  { key: 'commitment', letter: 'C', word: 'commitment' },
  { key: 'worklist', letter: 'W', word: 'worklist' },
];

export function abilityWords(abilities: NodeAbilities): string {
  const named = (wanted: boolean) => abilityNames.filter(({ key }) => abilities[key] === wanted).map(({ word }) => word);
  const [does, doesNot] = [named(true), named(false)];
  const parts = [does.length > 0 && `does ${does.join(', ')}`, doesNot.length > 0 && `refused ${doesNot.join(', ')}`].filter(Boolean);
  return parts.length === 0 ? 'not known yet' : parts.join('; ');
}

function Abilities({ abilities }: { readonly abilities: NodeAbilities }) {
  return (
    <span className={styles.abilities} role="img" aria-label={abilityWords(abilities)}>
      {abilityNames.map(({ key, letter }) => (
        <span key={key} className={styles.ability} data-state={String(abilities[key])}>
          {letter}
        </span>
      ))}
    </span>
  );
}
