/** One piece for each node that was asked: how far it is, what it gave, and why when it gave nothing. None hides another's rows. */
import type { ReactElement } from 'react';
import type { NodeProgress } from '../../../core/contract.ts';
import { countText, durationText } from '../../format/quantity.ts';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import styles from './search.module.css';

interface StripProps {
  readonly progress: ReadonlyMap<string, NodeProgress>;
  readonly nameOf: (nodeId: string) => string;
  /** Nodes that gave all that dividing by dates can get. */
  readonly askedOn: ReadonlySet<string>;
  /** The node whose failure is being explained. */
  readonly explained: string | null;
  readonly onWhy: (nodeId: string) => void;
  readonly onMore: (nodeId: string) => void;
  readonly onNarrow: () => void;
  readonly step: number;
}

const markOf = ({ state, failure }: NodeProgress): Mark => {
  switch (state) {
    case 'connecting':
      return { shape: 'busy', tone: 'running', word: 'connecting' };
    case 'asking':
      return { shape: 'busy', tone: 'running', word: 'asking' };
    case 'done':
      return { shape: 'full', tone: 'ok', word: 'answered' };
    case 'limit':
    case 'truncated':
      return { shape: 'half', tone: 'warn', word: 'more exist' };
    case 'cancelled':
      return { shape: 'empty', tone: 'idle', word: 'stopped' };
    case 'failed':
      return { shape: failure === null ? 'cross' : 'triangle', tone: 'error', word: 'failed' };
  }
};

const words = ({ state, matches, ms }: NodeProgress): string => {
  const found = countText(matches);
  switch (state) {
    case 'connecting':
      return 'connecting…';
    case 'asking':
      return matches === 0 ? 'asking…' : `asking… ${found}`;
    case 'done':
      return `${matches === 0 ? 'nothing' : found} · ${durationText(ms)}`;
    case 'limit':
      return `first ${found}, Gantry stopped asking`;
    case 'truncated':
      return `${found}, it stopped there`;
    case 'cancelled':
      return `stopped by you at ${found}`;
    case 'failed':
      return matches === 0 ? 'failed' : `failed after ${found}`;
  }
};

export const ProgressStrip = ({ progress, ...rest }: StripProps): ReactElement => (
  <ul className={styles.strip} aria-label="Nodes asked">
    {[...progress.values()].map((node) => (
      <NodePiece key={node.nodeId} node={node} {...rest} />
    ))}
  </ul>
);

const NodePiece = ({
  node,
  nameOf,
  askedOn,
  explained,
  onWhy,
  onMore,
  onNarrow,
  step,
}: Omit<StripProps, 'progress'> & { readonly node: NodeProgress }): ReactElement => (
  <li className={styles.piece}>
    <StatusMark mark={markOf(node)} />
    <bdi className={styles.pieceName}>{nameOf(node.nodeId)}</bdi>
    <span className="secondary">{words(node)}</span>
    {node.note !== '' && <span className="faint">{node.note}</span>}
    {node.failure !== null && (
      <button type="button" className={styles.why} aria-expanded={explained === node.nodeId} onClick={() => onWhy(node.nodeId)}>
        why
      </button>
    )}
    {(node.state === 'limit' || (node.state === 'truncated' && !askedOn.has(node.nodeId))) && (
      <button type="button" className={styles.why} onClick={() => onMore(node.nodeId)}>
        Next {countText(step)}
      </button>
    )}
    {node.state === 'truncated' && (
      <button type="button" className={styles.why} onClick={onNarrow}>
        Narrow the date
      </button>
    )}
  </li>
);
