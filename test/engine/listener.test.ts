import { createServer, type AddressInfo, type Server as NetServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createListener, type Listener } from '../../core/engine/listener.ts';
import { offerOf } from '../../core/engine/own-server.ts';
import { explainListen } from '../../core/failures/explain-local.ts';
import { createApplicationEntity, verificationContexts } from '../../core/services/index.ts';

const entity = createApplicationEntity({ title: 'GANTRY' });
let listener: Listener | undefined;
let other: NetServer | undefined;

function open(): Listener {
  listener = createListener({
    open: (host, port) => entity.listen({ host, port, ...offerOf({}) }),
    explain: (error, host, port) =>
      explainListen(error instanceof Error && 'code' in error ? String(error.code) : '', { title: 'GANTRY', host, port }),
  });
  return listener;
}

async function occupy(): Promise<number> {
  const server = createServer();
  other = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  await listener?.close();
  await new Promise<void>((resolve) => (other ? other.close(() => resolve()) : resolve()));
  listener = other = undefined;
});

describe('the listener', () => {
  it('opens and answers an echo', async () => {
    const { apply, view } = open();
    await apply({ title: 'GANTRY', host: '127.0.0.1', port: 0 });
    expect(view.value).toMatchObject({ state: 'listening', scope: 'this-computer', addresses: ['127.0.0.1'] });
    const outcome = await entity.associate({ host: '127.0.0.1', port: view.value.port, contexts: verificationContexts() });
    if (outcome.kind !== 'established') throw new Error(outcome.kind);
    await using association = outcome.association;
    expect(await association.echo()).toMatchObject({ kind: 'status', status: { code: 0 } });
  });

  it('takes the next free port when the wanted one is busy, and says which was wanted', async () => {
    const busy = await occupy();
    const { apply, view } = open();
    await apply({ title: 'GANTRY', host: '127.0.0.1', port: busy });
    expect(view.value.state).toBe('listening');
    expect(view.value.wantedPort).toBe(busy);
    expect(view.value.port).toBeGreaterThan(busy);
  });

  it('takes the wanted port when asked again and it is free', async () => {
    const busy = await occupy();
    const { apply, view } = open();
    const me = { title: 'GANTRY', host: '127.0.0.1', port: busy };
    await apply(me);
    await new Promise<void>((resolve) => other?.close(() => resolve()));
    other = undefined;
    await apply(me);
    expect(view.value).toMatchObject({ state: 'listening', port: busy });
  });

  it('explains an address that this computer does not have', async () => {
    const { apply, view } = open();
    await apply({ title: 'GANTRY', host: '192.0.2.1', port: 11112 });
    expect(view.value.state).toBe('failed');
    expect(view.value.failure?.code).toContain('EADDRNOTAVAIL');
  });

  it('ends with the last of two changes made at once', async () => {
    const { apply, view } = open();
    const first = apply({ title: 'GANTRY', host: '127.0.0.1', port: 0 });
    const second = apply({ title: 'OTHER', host: '127.0.0.1', port: 0 });
    await Promise.all([first, second]);
    expect(view.value).toMatchObject({ state: 'listening', title: 'OTHER' });
  });
});
