/** The self-test on our own listener and inbox. */
import type { ListenerView, SelfTestStep } from '../../contract.ts';
import type { Live } from '../../lib/live.ts';
import { ExplainedError } from '../serve.ts';
import type { InboxSlot } from '../inbox-slot.ts';
import { callOurselves } from '../listener.ts';
import { runSelfTest, type SelfTestPorts } from './run.ts';

export interface SelfTestOptions {
  readonly entity: SelfTestPorts['entity'];
  readonly listener: Live<ListenerView>;
  readonly slot: InboxSlot;
  readonly wallClock: () => number;
}

export type SelfTest = (emit: (steps: readonly SelfTestStep[]) => void, signal: AbortSignal) => Promise<void>;

export function createSelfTest({ entity, listener, slot, wallClock }: SelfTestOptions): SelfTest {
  const ports: SelfTestPorts = {
    entity,
    address() {
      const { state, title } = listener.value;
      if (state !== 'listening') throw new ExplainedError('not-listening', 'The inbox is not listening.');
      return { ...callOurselves(listener.value), calledTitle: title };
    },
    ownTitle: () => listener.value.title,
    settle: () => slot.inbox.settle(),
    cleanUp: (studyUid) => slot.inbox.bin.delete(slot.inbox.remove([{ kind: 'study', studyUid }]).token),
    today: () => new Date(wallClock()).toISOString().slice(0, 10).replaceAll('-', ''),
  };
  return (emit, signal) => runSelfTest(ports, emit, signal);
}
