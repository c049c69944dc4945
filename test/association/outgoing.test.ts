// Messages and objects on their way out while the association ends under them, or something else wants to go out, too.
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../core/association/types.ts';
import { sourceOfBytes } from '../../core/association/bytes-source.ts';
import { createApplicationEntity } from '../../core/services/index.ts';
import type { Association, StoreItem } from '../../core/services/types.ts';
import { all, loopback, type Loopback } from '../services/loopback.ts';
import { rawServer } from '../support/raw-peer.ts';
import { until } from '../support/until.ts';
import { associateAc, CT, IMPLICIT, user, VERIFICATION } from './pdus.ts';

const item = (sopInstanceUid: string, open: StoreItem['open']): StoreItem => ({
  sopClassUid: CT,
  sopInstanceUid,
  transferSyntaxUid: IMPLICIT,
  open,
});

const window = { invoked: 4, performed: 1 };
const contexts = [VERIFICATION, CT].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [IMPLICIT] }));

/** What the provider has got, in its order. */
const order: string[] = [];

function both(): Promise<Loopback> {
  order.length = 0;
  return loopback({
    listen: {
      supportedContexts: contexts,
      on: {
        echo: () => (order.push('echo'), 0),
        store: () => ({ write: () => undefined, finish: () => (order.push('object'), 0), discard: () => undefined }),
      },
    },
    associate: { contexts, asynchronousOperations: window },
  });
}

const whole = (views: readonly Uint8Array[]): number => views.reduce((sum, view) => sum + view.length, 0);

test('a message that is asked for while an object streams goes out behind its last fragment', async () => {
  await using line = await both();
  let go: (bytes: number) => void = () => undefined;
  let fills = 0;
  const source: ByteSource = {
    fill(views) {
      fills += 1;
      return fills === 1 ? whole(views) : new Promise((resolve) => (go = resolve));
    },
    close: () => undefined,
  };
  const stored = line.association.store(item('1.2.3', () => source));
  await until(() => fills === 2, { what: 'the object to stream' });
  const sent = line.association.traffic.messagesOut;
  const echoed = line.association.echo();
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual([]);
  go(2);
  expect(await stored).toMatchObject({ kind: 'status', status: { code: 0 } });
  expect(await echoed).toMatchObject({ kind: 'status', status: { code: 0 } });
  expect(order).toEqual(['object', 'echo']);
  expect(line.association.traffic.messagesOut).toBe(sent + 2);
});

describe('an association that is aborted', () => {
  const closed: string[] = [];
  const closing = (source: ByteSource): ByteSource => ({ ...source, close: () => void closed.push('closed') });

  test.each<readonly [string, (association: () => Association) => StoreItem['open']]>([
    ['while a source is opened', (association) => () => (association().abort(), closing(sourceOfBytes(new Uint8Array(8))))],
    [
      'while a source is opened that takes its time',
      (association) => () => (association().abort(), Promise.resolve(closing(sourceOfBytes(new Uint8Array(8))))),
    ],
    [
      'while the first bytes are read',
      (association) => () => closing({ fill: (views) => (association().abort(), whole(views)), close: () => undefined }),
    ],
    [
      'while further bytes are read',
      (association) => () => {
        let fills = 0;
        const fill: ByteSource['fill'] = (views) => {
          fills += 1;
          if (fills === 2) association().abort();
          return whole(views);
        };
        return closing({ fill, close: () => undefined });
      },
    ],
  ])('%s: the object has not been stored, and its source is closed', async (_, open) => {
    closed.length = 0;
    await using line = await both();
    const result = await line.association.store(
      item(
        '1.2.3',
        open(() => line.association),
      ),
    );
    expect(result).toMatchObject({ kind: 'ended', end: { kind: 'aborted', by: 'us' } });
    await until(() => closed.length === 1, { what: 'the source to be closed' });
  });
});

test('objects that wait for a peer that does not read are known not to be stored when it goes', async () => {
  await using peers = await rawServer();
  const outcome = createApplicationEntity({ title: 'USER' }).associate({
    host: '127.0.0.1',
    port: peers.port,
    contexts,
    asynchronousOperations: window,
  });
  const peer = await peers.accept();
  await peer.pdu();
  const accepted = [1, 3].map((id) => ({ id, result: 0 as const, transferSyntax: IMPLICIT }));
  peer.send(associateAc({ contexts: accepted, userInformation: { ...user, asynchronousOperations: window } }));
  const opened = await outcome;
  if (opened.kind !== 'established') throw new Error(opened.kind);
  const { association } = opened;
  peer.stall();
  const endless: ByteSource = { fill: whole, close: () => undefined };
  const rows = ['1.2.1', '1.2.2', '1.2.3', '1.2.4'].map((uid) => all(association.storeAll([item(uid, () => endless)])));
  await until(() => association.traffic.bytesOut > 1_000_000, { what: 'the line to fill' });
  peer.reset();
  for (const results of await Promise.all(rows)) expect(results).toMatchObject([{ kind: 'ended', end: { kind: 'failed' } }]);
});
