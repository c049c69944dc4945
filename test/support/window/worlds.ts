// What there is to look at.
import type { Settings } from '../../../core/contract.ts';
import type { FakeWorld } from '../fake-engine.ts';
import { sampleAnswers, sampleLogRows, sampleSearch } from './screens-world.ts';
import { sampleBin, sampleCustody, sampleHistory } from './custody-samples.ts';
import { emptyStatus, firstSettings, nobodyListens, sampleNodes, sampleStudies, sampleTransfers, thisComputer } from './samples.ts';

export function worldOf(wanted: URLSearchParams): Partial<FakeWorld> {
  const pace = Number(wanted.get('pace') ?? 60);
  const rows = Number(wanted.get('rows') ?? 53);
  const base = {
    settings: settingsOf(wanted),
    pace,
    search: sampleSearch(rows),
    answers: { ...sampleAnswers, 'custody.history': () => sampleHistory },
  };
  switch (wanted.get('world')) {
    case 'empty':
      return { ...base, nodes: [thisComputer] };
    case 'failing':
      return {
        ...base,
        nodes: sampleNodes,
        transfers: sampleTransfers,
        status: {
          ...emptyStatus,
          disk: 'full',
          freeBytes: 1_400_000_000,
          listener: {
            ...emptyStatus.listener,
            state: 'failed',
            failure: {
              ...nobodyListens,
              headline: 'Another program uses port 11112.',
              why: 'The port and its nine neighbours are taken.',
              remedies: [{ kind: 'open-settings', section: 'me' }, { kind: 'retry' }],
              who: 'you',
              code: 'EADDRINUSE',
            },
          },
          notices: [
            {
              id: 'n1',
              at: new Date().toISOString(),
              level: 'warn',
              text: 'The settings file could not be read.',
              detail: 'It was kept as settings.json.damaged and a fresh one was started.',
            },
          ],
        },
      };
    default:
      return {
        ...base,
        nodes: sampleNodes,
        studies: sampleStudies,
        custody: sampleCustody,
        bin: sampleBin,
        transfers: sampleTransfers,
        log: sampleLogRows(rows),
        status: {
          ...emptyStatus,
          bytesInPerSecond: 18_000_000,
          bytesOutPerSecond: 21_000_000,
          listener: { ...emptyStatus.listener, calls: 12 },
        },
      };
  }
}

function settingsOf(wanted: URLSearchParams): Settings {
  const theme = wanted.get('theme');
  return {
    ...firstSettings,
    appearance: {
      ...firstSettings.appearance,
      theme: theme === 'dark' || theme === 'light' ? theme : 'system',
      density: wanted.get('density') === 'regular' ? 'regular' : 'compact',
      scale: Number(wanted.get('scale') ?? 1),
    },
  };
}
