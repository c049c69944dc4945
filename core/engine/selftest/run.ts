/**
 * The self-test: real sockets against our own inbox, one step a service. It proves the installation and leaves nothing behind. What was
 * sent is compared byte for byte with what C-GET brings back.
 */
import { performance } from 'node:perf_hooks';
import type { SelfTestStep } from '../../contract.ts';
import { findContexts, getProposal, moveContexts, verificationContexts } from '../../services/index.ts';
import type { ApplicationEntity, Association, IncomingStore, RetrieveOperation, StoreItem } from '../../services/types.ts';
import type { AssociateRequest, ByteSink } from '../../association/types.ts';
import { makeTestStudy, type TestObject, type TestStudy } from './objects.ts';

export interface SelfTestPorts {
  /** An entity whose storage sub-operations end in the given handler. */
  readonly entity: (store: (request: IncomingStore) => ByteSink) => ApplicationEntity;
  readonly address: () => Pick<AssociateRequest, 'host' | 'port' | 'calledTitle' | 'tls'>;
  readonly ownTitle: () => string;
  /** The inbox's index knows what was acknowledged. */
  readonly settle: () => void;
  /** Takes the test study out of the inbox for good. */
  readonly cleanUp: (studyUid: string) => void;
  readonly today: () => string;
}

type Work = (test: Test) => Promise<string>;

interface Test {
  readonly ports: SelfTestPorts;
  readonly entity: ApplicationEntity;
  readonly study: TestStudy;
  /** What C-GET brought, by SOP Instance UID. */
  readonly got: Map<string, Uint8Array>;
}

const STEPS: readonly (readonly [string, Work])[] = [
  ['Reach and introduce', introduce],
  ['Echo (C-ECHO)', echo],
  ['Send three objects (C-STORE)', send],
  ['Find them (C-FIND)', find],
  ['Get them back (C-GET)', get],
  ['Move them here (C-MOVE)', move],
  ['Compare every byte', compare],
];

export async function runSelfTest(
  ports: SelfTestPorts,
  emit: (steps: readonly SelfTestStep[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const steps: SelfTestStep[] = STEPS.map(([name]) => ({ name, state: 'waiting', ms: null, detail: '' }));
  const got = new Map<string, Uint8Array>();
  const test: Test = { ports, got, entity: ports.entity((request) => collect(request, got)), study: makeTestStudy(ports.today()) };
  const set = (index: number, step: Omit<SelfTestStep, 'name'>): void => {
    steps[index] = { name: STEPS[index]?.[0] ?? '', ...step };
    emit([...steps]);
  };
  try {
    for (const [index, [, work]] of STEPS.entries()) {
      if (signal.aborted) return;
      set(index, { state: 'running', ms: null, detail: '' });
      const started = performance.now();
      const outcome = await work(test).then(
        (detail) => ({ state: 'ok' as const, detail }),
        (error: unknown) => ({ state: 'failed' as const, detail: error instanceof Error ? error.message : String(error) }),
      );
      set(index, { ...outcome, ms: Math.round((performance.now() - started) * 10) / 10 });
      if (outcome.state === 'failed') return;
    }
  } finally {
    ports.cleanUp(test.study.studyUid);
  }
}

async function on<T>(
  test: Test,
  offer: Pick<AssociateRequest, 'contexts' | 'roles'>,
  work: (association: Association) => Promise<T>,
): Promise<T> {
  const outcome = await test.entity.associate({ ...test.ports.address(), ...offer });
  if (outcome.kind !== 'established')
    throw new Error(outcome.kind === 'failed' ? outcome.detail : `The inbox ${outcome.kind} the association.`);
  await using association = outcome.association;
  return await work(association);
}

async function introduce(test: Test): Promise<string> {
  return on(test, { contexts: verificationContexts() }, (association) =>
    Promise.resolve(`${association.calledTitle} at ${association.remote.address}:${association.remote.port}`),
  );
}

async function echo(test: Test): Promise<string> {
  return on(test, { contexts: verificationContexts() }, async (association) => {
    const final = await association.echo();
    if (final.kind === 'ended') throw new Error('The association ended before the answer.');
    return statusText(final.status.code);
  });
}

async function send(test: Test): Promise<string> {
  const contexts = test.study.objects.map(({ sopClassUid, transferSyntaxUid }) => ({
    abstractSyntax: sopClassUid,
    transferSyntaxes: [transferSyntaxUid],
  }));
  await on(test, { contexts }, async (association) => {
    for await (const result of association.storeAll<StoreItem>(test.study.objects)) {
      if (result.kind !== 'status' || result.status.code !== 0) throw new Error(`An object was not stored (${result.kind}).`);
    }
  });
  test.ports.settle();
  return 'an image with a Japanese name, a report, a JPEG image';
}

async function find(test: Test): Promise<string> {
  return on(test, { contexts: findContexts() }, async (association) => {
    const operation = association.find({
      level: 'STUDY',
      keys: { StudyInstanceUID: test.study.studyUid, PatientName: '', NumberOfStudyRelatedInstances: '' },
    });
    const names: string[] = [];
    for await (const { dataSet } of operation) names.push(dataSet.personName('PatientName')?.ideographic ?? '');
    const final = await operation.final;
    if (final.kind === 'ended' || final.status.code !== 0) throw new Error('The search failed.');
    if (names.length !== 1 || names[0] !== '山田^太郎') throw new Error(`One study was expected, ${names.length} came.`);
    return '1 study, name intact';
  });
}

async function get(test: Test): Promise<string> {
  const classes = test.study.objects.map(({ sopClassUid }) => sopClassUid);
  return on(test, getProposal({ sopClassUids: classes }), (association) =>
    retrieved(association.get({ level: 'STUDY', keys: { StudyInstanceUID: test.study.studyUid } })),
  );
}

async function move(test: Test): Promise<string> {
  const request = { level: 'STUDY', keys: { StudyInstanceUID: test.study.studyUid }, destination: test.ports.ownTitle() } as const;
  return on(test, { contexts: moveContexts() }, (association) => retrieved(association.move(request)));
}

async function retrieved(operation: RetrieveOperation): Promise<string> {
  // The counters of the last word are all that is wanted.
  const final = await operation.final;
  if (final.kind === 'ended') throw new Error('The association ended before the last answer.');
  if (final.status.code !== 0) throw new Error(statusText(final.status.code));
  return `${final.counters.completed} completed`;
}

function compare(test: Test): Promise<string> {
  const differing = test.study.objects.filter((object) => !isSame(object, test.got.get(object.sopInstanceUid)));
  if (differing.length > 0) return Promise.reject(new Error(`${differing.length} of 3 objects came back changed.`));
  const bytes = test.study.objects.reduce((sum, object) => sum + object.bytes.length, 0);
  return Promise.resolve(`${bytes} bytes identical`);
}

const isSame = (object: TestObject, got: Uint8Array | undefined): boolean => got !== undefined && Buffer.compare(object.bytes, got) === 0;

const statusText = (code: number): string => `status ${code.toString(16).toUpperCase().padStart(4, '0')}`;

function collect(request: IncomingStore, into: Map<string, Uint8Array>): ByteSink {
  const pieces: Uint8Array[] = [];
  return {
    write: (bytes) => void pieces.push(bytes.slice()),
    finish: () => {
      into.set(request.sopInstanceUid, Buffer.concat(pieces));
      return 0;
    },
    discard: () => undefined,
  };
}
