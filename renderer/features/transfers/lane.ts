/** Which of the four lists a transfer belongs to: what moves, what waits, what needs a person, what is over. */
import type { TransferView } from '../../../core/contract.ts';

export type Lane = 'running' | 'waiting' | 'needs-you' | 'done';

export const LANES: readonly { readonly lane: Lane; readonly label: string }[] = [
  { lane: 'running', label: 'Running' },
  { lane: 'waiting', label: 'Waiting' },
  { lane: 'needs-you', label: 'Needs you' },
  { lane: 'done', label: 'Done' },
];

export const laneOf = ({ state }: TransferView): Lane => {
  switch (state) {
    case 'preparing':
    case 'running':
      return 'running';
    case 'waiting':
    case 'paused':
      return 'waiting';
    case 'partial':
    case 'failed':
      return 'needs-you';
    case 'done':
    case 'cancelled':
      return 'done';
  }
};

export const countByLane = (transfers: readonly TransferView[]): Readonly<Record<Lane, number>> => {
  const counts = { running: 0, waiting: 0, 'needs-you': 0, done: 0 };
  for (const transfer of transfers) counts[laneOf(transfer)] += 1;
  return counts;
};
