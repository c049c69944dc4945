/** What the status bar shows, joined from its parts. */
import type { HousekeepingView, IdentityView, StatusView } from '../contract.ts';
import { createLive, type Live } from '../lib/live.ts';
import type { DiskWatch } from './disk.ts';
import type { Listener } from './listener.ts';
import type { Notices } from './notices.ts';
import type { TrafficMeter } from './traffic.ts';

export interface StatusParts {
  readonly listener: Listener;
  readonly traffic: TrafficMeter;
  readonly disk: DiskWatch;
  readonly notices: Notices;
  readonly identity: Live<IdentityView>;
  readonly housekeeping: Live<HousekeepingView>;
}

export function joinStatus({ listener, traffic, disk, notices, identity, housekeeping }: StatusParts): Live<StatusView> {
  const now = (): StatusView => ({
    listener: listener.view.value,
    identity: identity.value,
    bytesInPerSecond: traffic.throughput.value.bytesIn,
    bytesOutPerSecond: traffic.throughput.value.bytesOut,
    ...disk.room.value,
    notices: notices.list.value,
    housekeeping: housekeeping.value,
  });
  const joined = createLive(now());
  const refresh = (): void => joined.set(now());
  for (const part of [listener.view, traffic.throughput, disk.room, notices.list, identity, housekeeping]) part.subscribe(refresh);
  return joined;
}
