// The line itself, between two real sockets: what happens to bytes when it is paused, ended, closed or gone (PS3.8 §9.1).
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorCode, SocketTransport } from '../../core/association/transport.ts';
import { layoutFor, Vector } from '../../core/association/vector.ts';
import { until } from '../support/until.ts';

let server: Server;
let near: Socket;
let far: Socket;
let line: SocketTransport;
let came: string[];
let ends: (string | undefined)[];

beforeEach(async () => {
  server = createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  near = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  [[far]] = await Promise.all([once(server, 'connection') as Promise<[Socket]>, once(near, 'connect')]);
  near.pause();
  far.on('error', () => undefined);
  line = new SocketTransport(near);
  came = [];
  ends = [];
});

afterEach(async () => {
  near.destroy();
  far.destroy();
  server.close();
  await once(server, 'close');
});

const receiver = {
  data: (chunk: Uint8Array) => void came.push(Buffer.from(chunk).toString()),
  closed: (error: { readonly code: string } | undefined) => void ends.push(error?.code),
};

describe('reading', () => {
  test('a line that was paused before it started reads nothing until it is resumed', async () => {
    far.write('one');
    line.pause();
    line.start(receiver);
    await new Promise((resolve) => setImmediate(resolve));
    expect(came).toEqual([]);
    line.resume();
    await until(() => came.length > 0, { what: 'the bytes' });
    expect(came).toEqual(['one']);
  });

  test('a line that is resumed before it starts waits for its receiver', async () => {
    far.write('one');
    line.pause();
    line.resume();
    line.start(receiver);
    await until(() => came.length > 0, { what: 'the bytes' });
    expect(came).toEqual(['one']);
  });

  test('a line that was gone before it started says so at once', async () => {
    near.destroy();
    await once(near, 'close');
    line.start(receiver);
    expect(ends).toEqual([undefined]);
  });

  test('nothing is delivered, and no end told, after it was closed by us', async () => {
    line.start(receiver);
    line.close();
    near.emit('data', Buffer.from('late'));
    line.resume();
    far.destroy();
    await once(far, 'close');
    expect({ came, ends }).toEqual({ came: [], ends: [] });
  });
});

describe('writing', () => {
  test('to a line that has gone is over at once, and the buffer may be used again', () => {
    line.start(receiver);
    line.destroy();
    let done = 0;
    line.write(Buffer.from('x'), () => (done += 1));
    line.write(Buffer.from('x'));
    line.gather();
    expect(done).toBe(1);
  });

  test('what is written in one turn leaves together, and an end behind it', async () => {
    line.start(receiver);
    line.gather();
    line.gather();
    line.write(Buffer.from('one '));
    line.write(Buffer.from('two'));
    line.end();
    let got = '';
    far.on('data', (chunk: Buffer) => (got += chunk.toString()));
    far.resume();
    await once(far, 'end');
    expect(got).toBe('one two');
  });

  test('a peer that does not read does not keep a line open that is closed', async () => {
    line.start(receiver);
    while (line.queued === 0) line.write(new Uint8Array(4 * 1024 * 1024));
    line.close();
    await once(near, 'close');
    expect(near.destroyed).toBe(true);
  });
});

test.each([
  [Object.assign(new Error('x'), { code: 'EPIPE' }), 'EPIPE'],
  [new AggregateError([], 'all addresses refused'), 'ECONNREFUSED'],
  [new TypeError('x'), 'TypeError'],
])('%s is %s', (error, code) => {
  expect(errorCode(error)).toBe(code);
});

describe('a vector', () => {
  const vector = new Vector(layoutFor(16_384));

  test('has room for a command of 8 KiB and no more', () => {
    vector.begin(new Uint8Array(8192));
    expect(vector.bytes).toHaveLength(8192);
    expect(() => vector.begin(new Uint8Array(8193))).toThrow(RangeError);
  });

  test('leaves a byte behind its end alone', () => {
    const before = vector.gaps.map((gap) => gap.slice());
    vector.put(vector.capacity, 7);
    expect(vector.gaps.every((gap, index) => Buffer.compare(gap, before[index] ?? Buffer.alloc(0)) === 0)).toBe(true);
  });
});
