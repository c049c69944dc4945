import type { LogRow } from '../../../../core/contract.ts';

export const logRow = (over: Partial<LogRow> = {}): LogRow => ({
  id: 'l1',
  at: '2026-11-23T10:00:00.000Z',
  direction: 'out',
  peer: '10.1.2.3:104',
  callingTitle: 'GANTRY',
  calledTitle: 'PACS1',
  durationMs: 120,
  messages: 4,
  bytesIn: 1_200,
  bytesOut: 800,
  end: 'released',
  endText: 'released',
  ...over,
});
