// What needs a person, first: the port, the disk, notices, failed transfers, nodes that are down. Each with its next step.
import { useStore } from 'zustand';
import type { CleanedUp, Notice, NodeView, StatusView, TransferView } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { showBin, undoCleanUp } from '../../commands/housekeeping.ts';
import { stampText } from '../../format/date-time.ts';
import { nodeNames } from '../../format/node-name.ts';
import { bytesText, pluralText } from '../../format/quantity.ts';
import { Failure } from '../../parts/failure.tsx';
import { nodeMark } from '../../parts/node-mark.ts';
import { needsYou } from '../../parts/transfer-progress.ts';
import { go } from '../../stores/places.ts';
import { Button } from '../../ui/button.tsx';
import type { Mark } from '../../ui/status-mark.tsx';
import { useGantry, useNodes } from '../../use-gantry.ts';
import { CommitmentLines, needsLooking } from './commitment-lines.tsx';
import { Line } from './line.tsx';
import styles from './overview.module.css';

const SHOWN = 5;

export function Problems() {
  const gantry = useGantry();
  const status = useStore(gantry.status, (s) => s.status);
  const transfers = useStore(gantry.transfers, (s) => s.rows).filter(needsYou);
  const nodes = useNodes().filter(({ state }) => state === 'unreachable' || state === 'refused');
  const disk = status !== null && status.disk !== 'ok' ? status : null;
  const notices = status?.notices ?? [];
  const commitments = useStore(gantry.commitments, (s) => s.rows).filter(needsLooking);
  const cleaned = status?.housekeeping.cleaned ?? null;
  const failure = status?.listener.failure ?? null;
  const identity =
    status?.identity.state === 'failed' && status.identity.failure.headline !== failure?.headline ? status.identity.failure : null;
  if (!failure && !identity && !disk && !cleaned && notices.length + transfers.length + nodes.length + commitments.length === 0)
    return null;
  return (
    <section className={styles.section} aria-label="Needs you">
      <h2>Needs you</h2>
      {failure && (
        <Failure failure={failure} subject={{ again: () => void attempt(gantry, () => gantry.api.call('listener.restart', {})) }} />
      )}
      {identity && (
        <Failure failure={identity} subject={{ again: () => void attempt(gantry, () => gantry.api.call('listener.restart', {})) }} />
      )}
      <ul className={styles.list}>
        {disk && <DiskLine status={disk} />}
        {cleaned && <CleanedLine cleaned={cleaned} />}
        {notices.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
        <CommitmentLines commitments={commitments.slice(0, SHOWN)} />
        {transfers.slice(0, SHOWN).map((transfer) => (
          <TransferLine key={transfer.id} transfer={transfer} />
        ))}
        {transfers.length > SHOWN && (
          <li className={styles.item}>
            <Button tone="quiet" onClick={() => go(gantry.places, { screen: 'transfers' })}>
              {transfers.length - SHOWN} more in Transfers
            </Button>
          </li>
        )}
        {nodes.map((node) => (
          <NodeLine key={node.id} node={node} />
        ))}
      </ul>
    </section>
  );
}

function DiskLine({ status: { disk, freeBytes, housekeeping } }: { readonly status: StatusView }) {
  const gantry = useGantry();
  const left = freeBytes === null ? 'Little room is left' : `${bytesText(freeBytes)} left`;
  const full = disk === 'full';
  return (
    <Line
      mark={full ? { shape: 'cross', tone: 'error', word: 'nearly full' } : { shape: 'triangle', tone: 'warn', word: 'low' }}
      text={full ? `The inbox folder is nearly full: ${left}.` : `The inbox’s disk is filling up: ${left}.`}
      detail="New images are refused (A700) before it is full, so that nothing is half-written."
    >
      <Button onClick={() => go(gantry.places, { screen: 'settings', section: 'inbox' })}>Choose another folder</Button>
      {housekeeping.bin.removals > 0 && <Button onClick={() => showBin(gantry)}>Empty bin ({bytesText(housekeeping.bin.bytes)})…</Button>}
    </Line>
  );
}

/** What the clean-up rule did while nobody looked. */
function CleanedLine({ cleaned: { at, studies, bytes } }: { readonly cleaned: CleanedUp }) {
  const gantry = useGantry();
  return (
    <Line
      mark={{ shape: 'full', tone: 'info', word: 'cleaned up' }}
      text={`The clean-up rule moved ${pluralText(studies, 'study', 'studies')} (${bytesText(bytes)}) to the bin.`}
      detail={`${stampText(at)} · they stay there for seven days`}
    >
      <Button onClick={() => void undoCleanUp(gantry)}>Undo</Button>
      <Button onClick={() => showBin(gantry)}>Show the bin</Button>
      <Button onClick={() => void attempt(gantry, () => gantry.api.call('housekeeping.seen', {}))}>Got it</Button>
    </Line>
  );
}

const levels: Readonly<Record<Notice['level'], Mark>> = {
  info: { shape: 'full', tone: 'info', word: 'information' },
  warn: { shape: 'triangle', tone: 'warn', word: 'warning' },
  error: { shape: 'cross', tone: 'error', word: 'problem' },
};

function NoticeLine({ notice: { id, level, text, detail } }: { readonly notice: Notice }) {
  const gantry = useGantry();
  return (
    <Line mark={levels[level]} text={text} detail={detail}>
      <Button onClick={() => void attempt(gantry, () => gantry.api.call('notices.dismiss', { id }))}>Got it</Button>
    </Line>
  );
}

function TransferLine({ transfer }: { readonly transfer: TransferView }) {
  const gantry = useGantry();
  const { id, state, label, nodeName, failure, summary } = transfer;
  return (
    <Line
      mark={
        state === 'failed' ? { shape: 'cross', tone: 'error', word: 'failed' } : { shape: 'triangle', tone: 'warn', word: 'partly done' }
      }
      text={
        <>
          <bdi>{label}</bdi> <span className="secondary">· {nodeName}</span>
        </>
      }
      detail={failure?.headline ?? summary}
    >
      <Button onClick={() => go(gantry.places, { screen: 'transfers', transferId: id })}>Show</Button>
    </Line>
  );
}

function NodeLine({ node }: { readonly node: NodeView }) {
  const gantry = useGantry();
  const name = nodeNames(useNodes())(node.id);
  return (
    <Line mark={nodeMark(node)} text={<bdi>{name}</bdi>} detail={node.failure?.headline ?? nodeMark(node).word}>
      <Button onClick={() => gantry.ladders.verify(node.id)}>Verify</Button>
      <Button onClick={() => go(gantry.places, { screen: 'nodes', nodeId: node.id })}>Show</Button>
    </Line>
  );
}
