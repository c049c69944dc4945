/** What is measured, the most important first. Objects are made when a row asks for them. */
import { associations, echoes, programStart, untouchedEchoes } from './associations.ts';
import { objectSet, HUGE, QUARTERS, SLICES, SMALL, type ObjectSetSpec } from './data.ts';
import type { Row } from './measure.ts';
import { answering, asking, installed, orthanc } from './queries.ts';
import { receiving, receivingAtOnce, sending, untouchedPeers } from './transfers.ts';

export interface RowsOptions {
  /** For what the contestants write. */
  readonly parent: string;
  /** For the objects. */
  readonly data: string;
  /** The rows that matter most, in less than three minutes. */
  readonly quick: boolean;
}

export interface PlannedRow {
  readonly name: string;
  readonly make: () => Row | Promise<Row>;
}

export function rowsOf({ parent, data, quick }: RowsOptions): readonly PlannedRow[] {
  const warmed = () => [
    objectSet(data, { ...SLICES, name: 'warm-slices', objects: 100 }),
    objectSet(data, { ...SMALL, name: 'warm-small', objects: 400 }),
  ];
  const work = (spec: ObjectSetSpec, unit: 'MB/s' | '/s', warm = warmed()) => ({ set: objectSet(data, spec), unit, parent, warm });
  const slices = () => work(SLICES, 'MB/s');
  const small = () => work(SMALL, '/s');
  const huge = () => work(HUGE, 'MB/s');
  const quarters = () => work(QUARTERS, 'MB/s');
  const tiny = () => work({ ...SMALL, name: 'tiny', objects: 32 }, '/s', []);
  const row = (name: string, make: (name: string) => Row | Promise<Row>, more: Partial<Row> = {}): PlannedRow => ({
    name,
    make: async () => ({ ...(await make(name)), ...more }),
  });
  const large = { memory: 120, ...(quick && { rounds: 2 }) };
  const once = { rounds: 3 };
  const most = [
    row('receive 1,000 x 0.53 MB', (name) => receiving(name, slices(), { defaults: 1.2, best: 1 })),
    row('send 1,000 x 0.53 MB', (name) => sending(name, slices(), { target: 1 })),
    row('send 1,000 x 0.53 MB on four associations', (name) => sending(name, slices(), { target: 1.3, associations: 4 })),
    row('receive 5,000 x 8 KB', (name) => receiving(name, small(), { defaults: 1.2, best: 1 })),
    row('send 5,000 x 8 KB', (name) => sending(name, small(), { target: 1 })),
    row('receive one of 1 GB', (name) => receiving(name, huge(), { best: 1 }), large),
    row('send one of 1 GB', (name) => sending(name, huge(), { target: 0.9 }), large),
  ];
  const rest = [
    row('receive four of 250 MB', (name) => receiving(name, quarters(), { best: 1 }), large),
    row('send four of 250 MB', (name) => sending(name, quarters(), { target: 0.9 }), large),
    ...[4, 8].map((count) => row(`receive on ${count} associations at once`, (name) => receivingAtOnce(name, slices(), count))),
  ];
  const nagle = [0, 1, 2, 3].map((index) => ({
    name: 'untouched peers',
    make: () => {
      const made = untouchedPeers(tiny())[index];
      if (!made) throw new RangeError('no such row');
      return { ...made, ...once };
    },
  }));
  const ends = [
    row('C-ECHO on one association', (name) => echoes(name, parent)),
    row('associations, one after the other', (name) => associations(name, parent)),
    row('start of the command line', (name) => programStart(name, parent)),
    row('echoes of an untouched echoscu', (name) => untouchedEchoes(name, parent), once),
  ];
  const queried = (objects: number) => {
    const spec = { ...SMALL, name: `matches-${objects}`, objects };
    return { spec, set: objectSet(data, spec), parent };
  };
  const queries = !installed('Orthanc')
    ? []
    : [
        ...[100, 1000].map((count) => row(`${count} matches from Orthanc`, (name) => asking(name, queried(count), orthanc))),
        row('1000 matches at IMAGE level to findscu', (name) => answering(name, queried(1000))),
      ];
  return quick ? [...most.filter(({ name }) => !name.includes('four')), ...ends] : [...most, ...rest, ...ends, ...queries, ...nagle];
}
