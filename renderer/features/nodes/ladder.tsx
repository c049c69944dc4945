// The verification ladder: six rungs from the name to the abilities. The first that fails is explained in place, later ones are not tried.
import { ClipboardCopy, RefreshCw, Square } from 'lucide-react';
import { useStore } from 'zustand';
import type { NodeView, Rung, RungName } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { copy } from '../../commands/remedies.ts';
import { stampText } from '../../format/date-time.ts';
import { durationText } from '../../format/quantity.ts';
import { Failure } from '../../parts/failure.tsx';
import { Button } from '../../ui/button.tsx';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import { useGantry } from '../../use-gantry.ts';
import styles from './nodes.module.css';

const names: Readonly<Record<RungName, { readonly label: string; readonly term: string }>> = {
  name: { label: 'Name', term: 'DNS' },
  reach: { label: 'Reach', term: 'TCP' },
  language: { label: 'Language', term: 'first bytes' },
  introduce: { label: 'Introduce', term: 'A-ASSOCIATE' },
  echo: { label: 'Echo', term: 'C-ECHO' },
  abilities: { label: 'Abilities', term: 'contexts' },
};

const marks: Readonly<Record<Rung['state'], Mark>> = {
  waiting: { shape: 'empty', tone: 'idle', word: 'waiting' },
  running: { shape: 'busy', tone: 'running', word: 'running' },
  ok: { shape: 'full', tone: 'ok', word: 'ok' },
  failed: { shape: 'cross', tone: 'error', word: 'failed' },
  'not-tried': { shape: 'empty', tone: 'idle', word: 'not tried' },
};

export function Ladder({ node }: { readonly node: NodeView }) {
  const gantry = useGantry();
  const climb = useStore(gantry.ladders.store, (s) => s.climbs.get(node.id));
  const running = climb?.running === true;
  const rungs = climb?.rungs ?? [];
  return (
    <section className={styles.ladder} aria-label="Verification">
      <div className={styles.ladderHead}>
        <h3>Verification</h3>
        {running ? (
          <Button icon={Square} onClick={() => gantry.ladders.stop(node.id)}>
            Stop
          </Button>
        ) : (
          <Button icon={RefreshCw} onClick={() => gantry.ladders.verify(node.id)}>
            {rungs.length === 0 ? 'Verify' : 'Again'}
          </Button>
        )}
      </div>
      {rungs.length === 0 && !running && <Before node={node} />}
      <ol className={styles.rungs}>
        {rungs.map((rung) => (
          <RungLine key={rung.name} rung={rung} node={node} />
        ))}
      </ol>
      {rungs.length > 0 && !running && (
        <Button
          tone="quiet"
          icon={ClipboardCopy}
          onClick={() => void attempt(gantry, () => copy(gantry, reportOf(node, rungs), 'Report copied'))}
        >
          Copy report
        </Button>
      )}
    </section>
  );
}

/** What is known from an earlier session. */
function Before({ node }: { readonly node: NodeView }) {
  if (node.failure) return <Failure failure={node.failure} subject={{ nodeId: node.id }} />;
  if (node.lastChecked === null) return <p className="faint">Never verified. It takes a second and reads nothing.</p>;
  return <p className="faint">Last verified {stampText(node.lastChecked)}.</p>;
}

function RungLine({ rung, node }: { readonly rung: Rung; readonly node: NodeView }) {
  const { label, term } = names[rung.name];
  return (
    <li className={styles.rung} data-state={rung.state}>
      <StatusMark mark={marks[rung.state]} />
      <span className={styles.rungName}>
        {label} <span className={styles.term}>{term}</span>
      </span>
      <span className={styles.rungTime}>{rung.ms === null ? '' : durationText(rung.ms)}</span>
      {rung.found !== '' && <span className={styles.found}>{rung.found}</span>}
      {rung.state === 'not-tried' && rung.found === '' && <span className={styles.found}>not tried</span>}
      {rung.failure && (
        <div className={styles.rungFailure}>
          <Failure failure={rung.failure} subject={{ nodeId: node.id }} />
        </div>
      )}
    </li>
  );
}

/** For somebody else to read: no more than what was seen on the wire. */
export function reportOf(node: NodeView, rungs: readonly Rung[]): string {
  const lines = rungs.map(({ name, state, ms, found, failure }) => {
    const { label, term } = names[name];
    const time = ms === null ? '' : ` ${Math.round(ms)} ms`;
    const why = failure ? `\n    ${failure.headline} ${failure.why} [${failure.code}]` : '';
    return `${label} (${term}): ${marks[state].word}${time}${found === '' ? '' : `, ${found}`}${why}`;
  });
  return [`Verification of ${node.title}@${node.host}:${node.port}, ${stampText(new Date().toISOString(), true)}`, ...lines].join('\n');
}
