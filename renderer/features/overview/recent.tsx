// What came last, from whom; and the systems with their state.
import type { NodeView, StudyRow } from '../../../core/contract.ts';
import { PersonName } from '../../format/person-name-view.tsx';
import { bytesText, pluralText } from '../../format/quantity.ts';
import { Ago } from '../../parts/ago.tsx';
import { lastRoundTrip, nodeMark } from '../../parts/node-mark.ts';
import { go } from '../../stores/places.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useGantry, useNodes, useSeen, useSettings } from '../../use-gantry.ts';
import styles from './overview.module.css';

const SHOWN = 8;

export function RecentStudies() {
  const gantry = useGantry();
  const names = useSettings()?.appearance.names ?? 'both';
  const { rows: studies } = useSeen(gantry.studies);
  const latest = latestOf(studies);
  if (latest.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Last received">
      <h2>Last received</h2>
      <ul className={styles.list}>
        {latest.map((study) => (
          <li key={study.studyUid}>
            <button type="button" className={styles.line} onClick={() => go(gantry.places, { screen: 'inbox', studyUid: study.studyUid })}>
              <span className={styles.words}>
                <span className={styles.text}>
                  <PersonName name={study.patientName} show={names} />
                </span>
                <span className={styles.detailLine}>{aboutStudy(study)}</span>
              </span>
              <span className={styles.when}>
                <Ago at={study.lastArrived} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The latest first. Of thousands most are passed by with one look. */
function latestOf(studies: readonly StudyRow[]): readonly StudyRow[] {
  const latest: StudyRow[] = [];
  for (const study of studies) {
    const last = latest[SHOWN - 1];
    if (last && last.lastArrived >= study.lastArrived) continue;
    const at = latest.findIndex(({ lastArrived }) => lastArrived < study.lastArrived);
    latest.splice(at < 0 ? latest.length : at, 0, study);
    latest.splice(SHOWN);
  }
  return latest;
}

const aboutStudy = ({ modalities, description, instanceCount, bytes, fromTitle }: StudyRow): string =>
  [modalities.join(' '), description, pluralText(instanceCount, 'object', 'objects'), bytesText(bytes), `from ${fromTitle}`]
    .filter(Boolean)
    .join(' · ');

export function NodeSummary() {
  const gantry = useGantry();
  const nodes = useNodes().filter(({ kind }) => kind === 'remote');
  if (nodes.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Systems">
      <h2>Systems</h2>
      <ul className={styles.list}>
        {nodes.map((node) => (
          <li key={node.id}>
            <button type="button" className={styles.line} onClick={() => go(gantry.places, { screen: 'nodes', nodeId: node.id })}>
              <StatusMark mark={nodeMark(node)} />
              <span className={styles.words}>
                <bdi className={styles.text}>{node.name}</bdi>
                <span className={`mono ${styles.detailLine}`}>
                  {node.title}@{node.host}:{node.port}
                </span>
              </span>
              <span className={styles.when}>{aside(node)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function aside(node: NodeView): string {
  const ms = lastRoundTrip(node);
  return node.state === 'ok' && ms !== null ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : nodeMark(node).word;
}
