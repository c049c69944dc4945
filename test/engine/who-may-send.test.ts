// Who may send to the inbox of the whole engine: over real associations, and as DCMTK's storescu is told.
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StudyRow } from '../../core/contract.ts';
import { refusalOfAsker } from '../../core/engine/own-provider.ts';
import { defaultSettings } from '../../core/engine/settings.ts';
import { createApplicationEntity } from '../../core/services/index.ts';
import { pydicomFile } from '../support/object-files.ts';
import { installed, run } from '../support/peer-process.ts';
import { startEngine, type RunningEngine } from '../support/running-engine.ts';
import { until } from '../support/until.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const JPEG = '1.2.840.10008.1.2.4.50';

let running: RunningEngine;
beforeAll(async () => {
  running = await startEngine();
});
afterAll(() => running[Symbol.asyncDispose]());
beforeEach(() => running.set({ inbox: { ...defaultSettings('').inbox, folder: path.join(running.folder, 'inbox') } }));

interface Calling {
  readonly from?: string;
  readonly to?: string;
  readonly abstractSyntax?: string;
  readonly transferSyntaxes?: readonly string[];
}

/** What an association request comes to: the refusal's triple, or each context's result. */
async function call({ from = 'CT3', to = 'GANTRY', abstractSyntax = CT, transferSyntaxes = [EXPLICIT] }: Calling = {}): Promise<string> {
  const outcome = await createApplicationEntity({ title: from }).associate({
    host: '127.0.0.1',
    port: running.port,
    calledTitle: to,
    contexts: [
      { abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: [EXPLICIT] },
      { abstractSyntax, transferSyntaxes },
    ],
  });
  if (outcome.kind === 'rejected') return `${outcome.result}/${outcome.source}/${outcome.reason}`;
  if (outcome.kind !== 'established') return outcome.kind;
  const { accepted, rejected } = outcome.association;
  await outcome.association.release();
  return rejected[0] ? `context ${rejected[0].result}` : (accepted[1]?.transferSyntax ?? 'nothing');
}

describe('who may send', () => {
  it('is everyone at first, under any called title', async () => {
    expect(await call({ to: 'OLD_NAME' })).toBe(EXPLICIT);
  });

  it('is decided anew for each caller: known nodes, and those that are let in besides', async () => {
    await running.set({ inbox: { accept: 'known' } });
    expect(await call()).toBe('1/1/3');
    await running.set({ inbox: { callers: ['CT3@127.0.0.1'] } });
    expect(await call()).toBe(EXPLICIT);
    expect(await call({ from: 'CT4' })).toBe('1/1/3');
    const node = await running.engine.calls['nodes.add'](
      { node: { title: 'CT4', host: '127.0.0.1', port: 1 } },
      new AbortController().signal,
    );
    expect(await call({ from: 'CT4' })).toBe(EXPLICIT);
    await running.engine.calls['nodes.update']({ id: node.id, fields: { enabled: false } }, new AbortController().signal);
    expect(await call({ from: 'CT4' })).toBe('1/1/3');
  });

  it('must ask for one of our titles when only these count', async () => {
    await running.set({ inbox: { calledTitle: 'strict' } });
    expect(await call({ to: 'OLD_NAME' })).toBe('1/1/7');
    expect(await call({ to: 'GANTRY' })).toBe(EXPLICIT);
    await running.set({ inbox: { otherTitles: ['OLD_NAME'] } });
    expect(await call({ to: 'OLD_NAME' })).toBe(EXPLICIT);
  });

  it('is nobody while receiving is paused', async () => {
    await running.set({ inbox: { paused: true } });
    expect(await call()).toBe('2/3/1');
    await running.set({ inbox: { paused: false } });
    expect(await call()).toBe(EXPLICIT);
  });

  it('is asked for other classes and syntaxes by the context that is refused', async () => {
    const made = { abstractSyntax: '1.2.3.4.5', transferSyntaxes: ['1.2.3.4.6'] };
    expect(await call(made)).toBe('1.2.3.4.6');
    await running.set({ inbox: { storageClasses: 'standard' } });
    expect(await call(made)).toBe('context 3');
    await running.set({ inbox: { transferSyntaxes: 'standard' } });
    expect(await call({ transferSyntaxes: ['1.2.3.4.6'] })).toBe('context 4');
    expect(await call({ transferSyntaxes: [JPEG] })).toBe(JPEG);
    await running.set({ inbox: { transferSyntaxes: 'uncompressed' } });
    expect(await call({ transferSyntaxes: [JPEG] })).toBe('context 4');
    expect(await call({ transferSyntaxes: [JPEG, EXPLICIT] })).toBe(EXPLICIT);
  });
});

it('warns of a disk below the settings’ figure, at once', async () => {
  await running.set({ inbox: { warnBelow: 10_000 } });
  await until(() => running.status()?.disk !== 'ok', { what: 'the warning' });
});

describe.runIf(await installed('storescu'))('DCMTK’s storescu', () => {
  const send = (...args: readonly string[]) =>
    run('storescu', ['-v', ...args, '127.0.0.1', String(running.port), pydicomFile('CT_small.dcm').path]);

  it('is told why it is refused, and its object arrives when it is let in, forced to the disk', async () => {
    await running.set({ inbox: { accept: 'listed', calledTitle: 'strict', durability: 'fsync' } });
    expect((await send('-aet', 'CT3', '-aec', 'OLD_NAME')).output).toContain('Called AE Title Not Recognized');
    expect((await send('-aet', 'CT3', '-aec', 'GANTRY')).output).toContain('Calling AE Title Not Recognized');
    await running.set({ inbox: { callers: ['CT3'] } });
    const { code, output } = await send('-aet', 'CT3', '-aec', 'GANTRY');
    expect(code, output).toBe(0);
    const studies: StudyRow[] = [];
    const watching = new AbortController();
    void running.engine.streams['inbox.studies']({}, (event) => event.kind === 'snapshot' && studies.push(...event.rows), watching.signal);
    watching.abort();
    expect(studies.map(({ instanceCount }) => instanceCount)).toEqual([1]);
  });
});

it.each([
  ['127.0.0.1', false, undefined],
  ['::1', false, undefined],
  ['10.1.2.3', false, 'this inbox answers queries from its own computer only'],
  ['10.1.2.3', true, undefined],
] as const)('a query from %s, the network answered: %s', (address, network, refusal) => {
  expect(refusalOfAsker(address, network)).toBe(refusal);
});
