// Overview: what needs a person, the first steps that were not taken yet, what came last, the systems.
import { useEffect, useEffectEvent, useState } from 'react';
import { useStore } from 'zustand';
import { recall, remember } from '../../lib/remember.ts';
import { ScreenFrame } from '../../parts/screen-frame.tsx';
import type { Place } from '../../stores/places.ts';
import { useAsked, useGantry } from '../../use-gantry.ts';
import { ConnectCard, FilesCard, ReceiveCard } from './cards.tsx';
import styles from './overview.module.css';
import { Problems } from './problems.tsx';
import { NodeSummary, RecentStudies } from './recent.tsx';
import { SelfTestCard, useSelfTest } from './self-test.tsx';

const TESTED = 'overview.tested';
const isTrue = (value: unknown): value is true => value === true;

export function OverviewScreen() {
  const gantry = useGantry();
  const hasNodes = useStore(gantry.nodes, (s) => s.rows.some(({ kind }) => kind === 'remote'));
  const hasStudies = useStore(gantry.studies, (s) => s.rows.length > 0);
  const wasCalled = useStore(gantry.status, (s) => s.status?.listener.scope === 'network' && s.status.listener.calls > 0);
  const test = useSelfTest();
  const testWanted = useTestWanted(test.run);
  const [testedBefore] = useState(() => recall(TESTED, isTrue) ?? false);
  const passed = test.steps.length > 0 && test.steps.every(({ state }) => state === 'ok');
  useEffect(() => {
    if (passed) remember(TESTED, true);
  }, [passed]);

  const cards = [
    (!testedBefore || testWanted) && <SelfTestCard key="test" test={test} />,
    !hasNodes && <ConnectCard key="connect" />,
    !wasCalled && <ReceiveCard key="receive" />,
    !hasStudies && <FilesCard key="files" />,
  ].filter(Boolean);

  return (
    <ScreenFrame title="Overview">
      <div className={styles.page}>
        <Problems />
        {cards.length > 0 && <div className={styles.cards}>{cards}</div>}
        <div className={styles.columns}>
          <RecentStudies />
          <NodeSummary />
        </div>
      </div>
    </ScreenFrame>
  );
}

/** Whether the command asked for the self-test; each asking runs it once. */
function useTestWanted(run: () => void): boolean {
  const asked = useAsked('overview');
  const [wanted, setWanted] = useState<Place | null>(null);
  if (asked?.selfTest === true && asked !== wanted) setWanted(asked);
  const runNow = useEffectEvent(run);
  useEffect(() => {
    if (wanted) runNow();
  }, [wanted]);
  return wanted !== null;
}
