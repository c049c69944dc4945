import { describe, expect, it } from 'vitest';
import { type Channel, createChannel } from '../../core/lib/channel.ts';

async function drain<T>(channel: Channel<T>): Promise<readonly T[]> {
  const values: T[] = [];
  for await (const value of channel) values.push(value);
  return values;
}

describe('a channel', () => {
  it('delivers in order and ends when closed', async () => {
    const channel = createChannel<number>({ capacity: 3 });
    expect([channel.trySend(1), channel.trySend(2)]).toEqual([true, true]);
    channel.close();
    expect(await drain(channel)).toEqual([1, 2]);
  });

  it('never holds more than its capacity', async () => {
    const channel = createChannel<number>({ capacity: 2 });
    let most = 0;
    const producing = (async () => {
      for (let value = 0; value < 50; value += 1) await channel.send(value);
      channel.close();
    })();
    const values: number[] = [];
    for await (const value of channel) {
      most = Math.max(most, channel.size);
      values.push(value);
    }
    await producing;
    expect(most).toBeLessThanOrEqual(2);
    expect(values).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('refuses without waiting when it is full', async () => {
    const channel = createChannel<string>({ capacity: 1 });
    expect([channel.trySend('a'), channel.trySend('b')]).toEqual([true, false]);
    channel.close();
    expect(await drain(channel)).toEqual(['a']);
  });

  it('lets a sender wait until there is room', async () => {
    const channel = createChannel<string>({ capacity: 1 });
    const order: string[] = [];
    await channel.send('a');
    const second = channel.send('b').then((taken) => order.push(`b ${taken}`));
    const iterator = channel[Symbol.asyncIterator]();
    const first = await iterator.next();
    if (first.done !== true) order.push(first.value);
    await second;
    expect(order).toEqual(['a', 'b true']);
  });

  it('delivers to a consumer that waits', async () => {
    const channel = createChannel<string>({ capacity: 1 });
    const received = drain(channel);
    await channel.send('a');
    channel.close();
    expect(await received).toEqual(['a']);
  });

  it('throws its failure behind what was sent before', async () => {
    const channel = createChannel<number>({ capacity: 5 });
    channel.trySend(1);
    channel.fail(new Error('line broke'));
    channel.close();
    const iterator = channel[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    await expect(iterator.next()).rejects.toThrow('line broke');
  });

  it('tells waiting senders when the consumer leaves', async () => {
    const channel = createChannel<number>({ capacity: 1 });
    channel.trySend(1);
    const waiting = [channel.send(2), channel.send(3)];
    await channel[Symbol.asyncIterator]().return?.();
    expect(await Promise.all(waiting)).toEqual([false, false]);
    expect([channel.open, channel.size, channel.trySend(4), await channel.send(5)]).toEqual([false, 0, false, false]);
  });

  it('ends for the producer when the loop of the consumer is left', async () => {
    const channel = createChannel<number>({ capacity: 3 });
    for (const value of [1, 2, 3]) channel.trySend(value);
    for await (const value of channel) {
      if (value === 2) break;
    }
    expect([channel.open, channel.size, await channel.send(4)]).toEqual([false, 0, false]);
  });

  it('tells waiting senders when it is closed', async () => {
    const channel = createChannel<number>({ capacity: 1 });
    channel.trySend(1);
    const waiting = channel.send(2);
    channel.close();
    expect(await waiting).toBe(false);
    expect(await drain(channel)).toEqual([1]);
  });

  it('holds at least one value', () => {
    expect(() => createChannel({ capacity: 0 })).toThrow(RangeError);
    expect(() => createChannel({ capacity: Number.NaN })).toThrow(RangeError);
  });
});
