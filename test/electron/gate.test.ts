// A page that sends anything at all gets a refusal that names the reason, and nothing reaches the engine.
import { describe, expect, it } from 'vitest';
import type { CallFailure, FromEngine, ToEngine } from '../../core/contract.ts';
import { Gate } from '../../electron/gate.ts';
import { GivenPaths } from '../../electron/given-paths.ts';
import { objectionTo } from '../../electron/objection.ts';

interface Scene {
  readonly gate: Gate;
  readonly toPage: FromEngine[];
  readonly toEngine: ToEngine[];
  readonly toDesktop: ToEngine[];
  readonly given: GivenPaths;
}

function scene(): Scene {
  const toPage: FromEngine[] = [];
  const toEngine: ToEngine[] = [];
  const toDesktop: ToEngine[] = [];
  const given = new GivenPaths();
  const gate = new Gate({
    toPage: (message) => toPage.push(message),
    engine: { receive: (message) => toEngine.push(message) },
    desktop: { receive: (message) => toDesktop.push(message) },
    objection: objectionTo(given),
  });
  return { gate, toPage, toEngine, toDesktop, given };
}

const failureOf = (message: FromEngine | undefined): CallFailure | undefined => (message?.verb === 'failure' ? message.failure : undefined);

describe('the gate', () => {
  it('lets what fits the contract through to the engine, and its result back', async () => {
    const { gate, toEngine, toPage } = scene();
    const call = { verb: 'call', id: 1, name: 'nodes.parse', payload: { text: 'A@b:104' } } as const;
    await gate.fromPage(call);
    expect(toEngine).toEqual([call]);
    gate.fromBehind({ verb: 'result', id: 1, result: null });
    gate.fromBehind({ verb: 'result', id: 1, result: 'twice' });
    expect(toPage).toEqual([{ verb: 'result', id: 1, result: null }]);
  });

  it('sends what begins with desktop. to main alone', async () => {
    const { gate, toEngine, toDesktop } = scene();
    await gate.fromPage({ verb: 'call', id: 1, name: 'desktop.copy', payload: { text: 'x' } });
    await gate.fromPage({ verb: 'listen', id: 2, name: 'desktop.menu', payload: {} });
    expect(toDesktop.map((message) => message.verb)).toEqual(['call', 'listen']);
    expect(toEngine).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['unknown-name', { verb: 'call', id: 1, name: 'fs.readFile', payload: {} }],
    ['unknown-name', { verb: 'call', id: 1, name: '__proto__', payload: {} }],
    ['unknown-name', { verb: 'call', id: 1, name: 'constructor', payload: {} }],
    ['unknown-name', { verb: 'call', id: 1, name: 'nodes', payload: {} }],
    ['unknown-name', { verb: 'listen', id: 1, name: 'nodes.add', payload: {} }],
    ['invalid-payload', { verb: 'call', id: 1, name: 'nodes.parse', payload: { text: 7 } }],
    ['invalid-payload', { verb: 'call', id: 1, name: 'nodes.parse', payload: { text: 'x', more: 1 } }],
    ['invalid-payload', { verb: 'call', id: 1, name: 'nodes.parse', payload: null }],
    ['invalid-payload', { verb: 'call', id: 1, name: 'nodes.parse', payload: { text: 'x'.repeat(10_001) } }],
    ['invalid-message', { verb: 'shout', id: 1, name: 'nodes.parse', payload: {} }],
    ['invalid-message', { verb: 'call', id: 1, name: 'n'.repeat(65), payload: {} }],
    ['invalid-message', { verb: 'cancel', id: 1, name: 'nodes.parse' }],
  ])('answers %s to %j', async (code, message) => {
    const { gate, toPage, toEngine, toDesktop } = scene();
    await gate.fromPage(message);
    expect(failureOf(toPage[0])?.code).toBe(code);
    expect([...toEngine, ...toDesktop]).toEqual([]);
  });

  it.each([null, 7, 'call', [], {}, { verb: 'call' }, { verb: 'call', id: -1 }, { verb: 'call', id: 1.5 }, { verb: 'call', id: 'x' }])(
    'is silent to what has no number: %j',
    async (message) => {
      const { gate, toPage, toEngine } = scene();
      await gate.fromPage(message);
      expect([toPage, toEngine]).toEqual([[], []]);
    },
  );

  it('says where a payload does not fit without repeating it', async () => {
    const { gate, toPage } = scene();
    await gate.fromPage({
      verb: 'listen',
      id: 1,
      name: 'search',
      payload: { nodes: ['n'], level: 'STUDY', model: 'study', limit: 1, name: { secret: 'Yamada' } },
    });
    expect(failureOf(toPage[0])?.message).toMatch(/^search: name does not fit/);
    expect(JSON.stringify(toPage)).not.toMatch(/Yamada/);
  });

  it('refuses a number that is in use and keeps what runs under it', async () => {
    const { gate, toPage, toEngine } = scene();
    const listen = { verb: 'listen', id: 5, name: 'nodes', payload: {} };
    await gate.fromPage(listen);
    await gate.fromPage(listen);
    expect(failureOf(toPage[0])?.code).toBe('id-in-use');
    expect(toEngine).toHaveLength(1);
  });

  it('opens no more than a page can need', async () => {
    const { gate, toPage, toEngine } = scene();
    for (let id = 0; id < 5_000; id++) await gate.fromPage({ verb: 'listen', id, name: 'nodes', payload: {} });
    expect(toEngine).toHaveLength(4_096);
    expect(failureOf(toPage.at(-1))?.code).toBe('too-many');
  });

  it('passes cancel and dispose on for what runs, once, and for nothing else', async () => {
    const { gate, toEngine, toPage } = scene();
    await gate.fromPage({ verb: 'dispose', id: 9 });
    await gate.fromPage({ verb: 'listen', id: 9, name: 'nodes', payload: {} });
    await gate.fromPage({ verb: 'dispose', id: 9 });
    await gate.fromPage({ verb: 'dispose', id: 9 });
    gate.fromBehind({ verb: 'event', id: 9, event: 'late' });
    expect(toEngine.map((message) => message.verb)).toEqual(['listen', 'dispose']);
    expect(toPage).toEqual([]);
  });

  it('sends and imports only files that a person gave', async () => {
    const { gate, toPage, toEngine, given } = scene();
    given.add('/data/given.dcm');
    await gate.fromPage({ verb: 'call', id: 1, name: 'transfers.send', payload: { nodeId: 'n', paths: ['/data/given.dcm'] } });
    await gate.fromPage({ verb: 'call', id: 2, name: 'transfers.send', payload: { nodeId: 'n', paths: ['/home/me/.ssh/id_rsa'] } });
    await gate.fromPage({ verb: 'call', id: 3, name: 'transfers.import', payload: { paths: ['/data/given.dcm'] } });
    await gate.fromPage({ verb: 'call', id: 4, name: 'transfers.import', payload: { paths: ['/data/given.dcm', '/etc/shadow'] } });
    await gate.fromPage({ verb: 'listen', id: 5, name: 'preflight', payload: { kind: 'import', paths: ['/data/given.dcm'] } });
    await gate.fromPage({ verb: 'listen', id: 6, name: 'preflight', payload: { kind: 'send', nodeId: 'n', paths: ['/etc/shadow'] } });
    expect(toEngine).toHaveLength(3);
    expect(toPage.map((message) => [message.id, failureOf(message)?.code])).toEqual([
      [2, 'path-not-given'],
      [4, 'path-not-given'],
      [6, 'path-not-given'],
    ]);
  });

  it('drags out only what was made for it', async () => {
    const { gate, toPage, toEngine, given } = scene();
    given.add('/data/outgoing');
    await gate.fromPage({ verb: 'call', id: 1, name: 'desktop.startDrag', payload: { files: ['/data/outgoing/../../etc/shadow'] } });
    await gate.fromPage({
      verb: 'call',
      id: 2,
      name: 'desktop.startDrag',
      payload: { files: ['/data/outgoing/1/a', '/home/me/.ssh/id_rsa'] },
    });
    expect(toEngine).toEqual([]);
    expect(toPage.map((message) => [message.id, failureOf(message)?.code])).toEqual([
      [1, 'path-not-given'],
      [2, 'path-not-given'],
    ]);
  });

  it('exports only into a folder that a person chose', async () => {
    const { gate, toPage, toEngine, given } = scene();
    given.add('/data/chosen');
    const payload = { targets: [{ kind: 'study', studyUid: '1.2' }], kind: 'zip' };
    await gate.fromPage({ verb: 'listen', id: 1, name: 'inbox.export', payload: { ...payload, folder: '/data/chosen' } });
    await gate.fromPage({ verb: 'listen', id: 2, name: 'inbox.export', payload: { ...payload, folder: '/home/me' } });
    expect(toEngine).toHaveLength(1);
    expect(toPage.map((message) => [message.id, failureOf(message)?.code])).toEqual([[2, 'path-not-given']]);
  });

  it('takes only a whole path as the folder of the inbox', async () => {
    const { gate, toPage, toEngine } = scene();
    await gate.fromPage({ verb: 'call', id: 1, name: 'settings.update', payload: { patch: { inbox: { folder: 'here' } } } });
    await gate.fromPage({ verb: 'call', id: 2, name: 'settings.update', payload: { patch: { inbox: { folder: '/srv/inbox' } } } });
    expect(failureOf(toPage[0])?.code).toBe('path-not-absolute');
    expect(toEngine).toHaveLength(1);
  });

  it('shows again what it was showing when the engine was started anew, and ends the rest with words', async () => {
    const { gate, toPage, toEngine } = scene();
    await gate.fromPage({ verb: 'listen', id: 1, name: 'nodes', payload: {} });
    await gate.fromPage({ verb: 'listen', id: 2, name: 'selftest', payload: {} });
    await gate.fromPage({ verb: 'call', id: 3, name: 'log.clear', payload: {} });
    await gate.fromPage({ verb: 'listen', id: 4, name: 'desktop.menu', payload: {} });
    gate.engineRestarted();
    expect(toEngine.slice(3)).toEqual([{ verb: 'listen', id: 1, name: 'nodes', payload: {} }]);
    expect(toPage.map((message) => [message.id, failureOf(message)?.code])).toEqual([
      [2, 'engine-restarted'],
      [3, 'engine-restarted'],
    ]);
  });
});
