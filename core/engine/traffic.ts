/** Bytes a second over all associations, sampled from their live counts; no event a message, nothing runs while nothing is open. */
import type { AssociationObserver, Traffic } from '../association/types.ts';
import { createLive, type Live } from '../lib/live.ts';

const SAMPLE_MS = 500;

export interface Throughput {
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface TrafficMeter {
  readonly throughput: Live<Throughput>;
  readonly observer: AssociationObserver;
  close(): void;
}

export function createTrafficMeter(): TrafficMeter {
  const throughput = createLive<Throughput>({ bytesIn: 0, bytesOut: 0 });
  const open = new Map<string, Traffic>();
  let ended = { bytesIn: 0, bytesOut: 0 };
  let before = { bytesIn: 0, bytesOut: 0 };
  let timer: NodeJS.Timeout | undefined;

  const total = (): Throughput => {
    const sum = { ...ended };
    for (const traffic of open.values()) {
      sum.bytesIn += traffic.bytesIn;
      sum.bytesOut += traffic.bytesOut;
    }
    return sum;
  };

  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };

  const sample = (): void => {
    const now = total();
    const seconds = SAMPLE_MS / 1000;
    throughput.set({ bytesIn: (now.bytesIn - before.bytesIn) / seconds, bytesOut: (now.bytesOut - before.bytesOut) / seconds });
    const quiet = open.size === 0 && now.bytesIn === before.bytesIn && now.bytesOut === before.bytesOut;
    before = { ...now };
    if (quiet) stop();
  };

  return {
    throughput,
    observer: {
      established(facts, traffic) {
        open.set(facts.id, traffic);
        timer ??= setInterval(sample, SAMPLE_MS).unref();
      },
      ended(facts, _end, traffic) {
        if (!open.delete(facts.id)) return;
        ended = { bytesIn: ended.bytesIn + traffic.bytesIn, bytesOut: ended.bytesOut + traffic.bytesOut };
      },
    },
    close: stop,
  };
}
