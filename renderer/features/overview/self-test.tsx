// The self-test: our own inbox called, sent to and compared, through real sockets. It proves the application and teaches the words.
import { Play, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SelfTestStep } from '../../../core/contract.ts';
import { durationText } from '../../format/quantity.ts';
import { Button } from '../../ui/button.tsx';
import { StatusMark, type Mark } from '../../ui/status-mark.tsx';
import { useGantry } from '../../use-gantry.ts';
import styles from './overview.module.css';

export interface SelfTest {
  readonly steps: readonly SelfTestStep[];
  readonly running: boolean;
  /** Why it ended without a result; '' otherwise. */
  readonly problem: string;
  readonly run: () => void;
  readonly stop: () => void;
}

export function useSelfTest(): SelfTest {
  const { api } = useGantry();
  const [steps, setSteps] = useState<readonly SelfTestStep[]>([]);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState('');
  const dispose = useRef(() => {});
  useEffect(() => () => dispose.current(), []);
  const stop = () => {
    dispose.current();
    setRunning(false);
  };
  const run = () => {
    dispose.current();
    setSteps([]);
    setProblem('');
    setRunning(true);
    dispose.current = api.listen(
      'selftest',
      {},
      {
        event: setSteps,
        end: (failure) => {
          setRunning(false);
          setProblem(failure?.message ?? '');
        },
      },
    );
  };
  return { steps, running, problem, run, stop };
}

const marks: Readonly<Record<SelfTestStep['state'], Mark>> = {
  waiting: { shape: 'empty', tone: 'idle', word: 'waiting' },
  running: { shape: 'busy', tone: 'running', word: 'running' },
  ok: { shape: 'full', tone: 'ok', word: 'ok' },
  failed: { shape: 'cross', tone: 'error', word: 'failed' },
};

export function SelfTestCard({ test }: { readonly test: SelfTest }) {
  const { steps, running, problem } = test;
  const passed = steps.length > 0 && steps.every(({ state }) => state === 'ok');
  return (
    <section className={styles.card} aria-label="Self-test">
      <h2>Self-test</h2>
      <p className="secondary">
        Gantry calls its own inbox, sends it three made-up objects and compares the bytes. Nothing leaves this computer.
      </p>
      {running ? (
        <Button icon={Square} onClick={test.stop}>
          Stop
        </Button>
      ) : (
        <Button tone={steps.length === 0 ? 'primary' : 'plain'} icon={Play} onClick={test.run}>
          {steps.length === 0 ? 'Run self-test (5 s)' : 'Run again'}
        </Button>
      )}
      {problem !== '' && <p className={styles.bad}>{problem}</p>}
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step.name} className={styles.step} data-state={step.state}>
            <StatusMark mark={marks[step.state]} />
            <span>{step.name}</span>
            <span className={styles.ms}>{step.ms === null ? '' : durationText(step.ms)}</span>
            {step.detail !== '' && <span className={styles.detail}>{step.detail}</span>}
          </li>
        ))}
      </ol>
      <p role="status" className={passed ? styles.good : 'unseen'}>
        {passed ? 'Everything works on this computer.' : ''}
      </p>
    </section>
  );
}
