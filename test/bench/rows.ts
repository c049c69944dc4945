/** What is measured, the most important first. Objects are made when a row asks for them. */
import { dcmqrscp, installed, orthanc, type Held } from './archives.ts';
import { associations, echoes, programStart, untouchedEchoes } from './associations.ts';
import { objectSet, roundSets, HEADERS, HUGE, QUARTERS, SLICES, SMALL, type ObjectSetSpec } from './data.ts';
import { benchIndex, MILLION } from './index-data.ts';
import { indexRows, WARM } from './index-rows.ts';
import type { Row } from './measure.ts';
import { previewRows } from './preview.ts';
import { answering, asking } from './queries.ts';
import { retrievingIn, retrievingOut } from './retrieves.ts';
import { receiving, receivingAtOnce, receivingBesideDcmjs, sending, untouchedPeers } from './transfers.ts';
import { windowRows } from './window.ts';

export interface RowsOptions {
  /** For what the contestants write. */
  readonly parent: string;
  /** For the objects. */
  readonly data: string;
  /** The rows that matter most, in less than three minutes. */
  readonly quick: boolean;
}

/** Rows that share what must be made for them. */
export interface PlannedRows {
  readonly name: string;
  readonly make: () => Promise<readonly Row[]>;
}

type Made = Row | readonly Row[];

const planned = (name: string, make: (name: string) => Made | Promise<Made>, more: Partial<Row> = {}): PlannedRows => ({
  name,
  make: async () => [await make(name)].flat().map((row) => ({ ...row, ...more })),
});

const ONCE = { rounds: 3 };

export function rowsOf(options: RowsOptions): readonly PlannedRows[] {
  const storage = storageRows(options);
  const ends = endRows(options);
  if (options.quick) return [...storage.filter(({ name }) => !/four|at once|5,000 x 0.53/.test(name)), ...ends].map(soon);
  const archives = installed('Orthanc') ? [...queryRows(options), ...retrieveRows(options)] : [];
  return [...storage, ...ends, ...archives, ...scaleRows(options), ...untouchedRows(options), ...dcmjsRows(options)];
}

/** After one round beforehand, whoever is measured: the short form has no time for more. */
function soon({ name, make }: PlannedRows): PlannedRows {
  return { name, make: async () => (await make()).map((row) => ({ ...row, warmUp: 1 })) };
}

function storageRows({ parent, data }: RowsOptions): readonly PlannedRows[] {
  const { work } = worksOf({ parent, data });
  const slices = () => work(SLICES, 'MB/s');
  const small = () => work(SMALL, '/s');
  const many = () => work({ ...SLICES, name: 'many-slices', objects: 5000 }, 'MB/s');
  const huge = () => work(HUGE, 'MB/s');
  const quarters = () => work(QUARTERS, 'MB/s');
  const large = { memory: 120 };
  return [
    planned('receive 1,000 x 0.53 MB', (name) => receiving(name, slices(), { defaults: 1.2, best: 1 })),
    planned('send 1,000 x 0.53 MB', (name) => sending(name, slices(), { target: 1 })),
    planned('send 5,000 x 0.53 MB', (name) => sending(name, many(), { target: 1 }), ONCE),
    planned('send 1,000 x 0.53 MB on four associations', (name) => sending(name, slices(), { target: 1.3, associations: 4 })),
    planned('receive 5,000 x 8 KB', (name) => receiving(name, small(), { defaults: 1.2, best: 1 })),
    planned('send 5,000 x 8 KB', (name) => sending(name, small(), { target: 1 })),
    planned('receive one of 1 GB', (name) => receiving(name, huge(), { best: 1 }), large),
    planned('send one of 1 GB', (name) => sending(name, huge(), { target: 0.9 }), large),
    planned('receive four of 250 MB', (name) => receiving(name, quarters(), { best: 1 }), large),
    planned('send four of 250 MB', (name) => sending(name, quarters(), { target: 0.9 }), large),
    ...[4, 8].map((count) => planned(`receive on ${count} associations at once`, (name) => receivingAtOnce(name, slices(), count))),
  ];
}

function worksOf({ parent, data }: Pick<RowsOptions, 'parent' | 'data'>) {
  return { work: (spec: ObjectSetSpec, unit: 'MB/s' | '/s') => ({ sets: roundSets(data, spec), unit, parent }) };
}

function endRows({ parent }: RowsOptions): readonly PlannedRows[] {
  return [
    planned('C-ECHO on one association', (name) => echoes(name, parent)),
    planned('associations, one after the other', (name) => associations(name, parent)),
    planned('start of the command line', (name) => programStart(name, parent)),
    planned('echoes of an untouched echoscu', (name) => untouchedEchoes(name, parent), ONCE),
  ];
}

const heldFrom =
  ({ parent, data }: RowsOptions) =>
  (spec: ObjectSetSpec): Held => ({ spec, set: objectSet(data, spec), parent });

function queryRows(options: RowsOptions): readonly PlannedRows[] {
  const held = heldFrom(options);
  const matches = (objects: number) => held({ ...HEADERS, name: `matches-${objects}`, objects });
  const studies = (objects: number) => held({ ...HEADERS, name: `studies-${objects}`, objects, apart: true });
  const many = (count: number) => (count > 1000 ? ONCE : {});
  return [
    ...[100, 1000, 10_000].flatMap((count) => [
      planned(`${count} matches from dcmqrscp`, (name) => asking(name, matches(count), dcmqrscp), many(count)),
      planned(`${count} matches from Orthanc`, (name) => asking(name, matches(count), orthanc), many(count)),
    ]),
    planned('10000 studies to findscu', (name) => {
      return answering(name, studies(10_000), { level: 'STUDY', rival: 'Orthanc', archiveOf: orthanc });
    }),
    planned(
      '10000 matches at IMAGE level to findscu',
      (name) => answering(name, matches(10_000), { level: 'IMAGE', rival: 'Orthanc', archiveOf: orthanc }),
      ONCE,
    ),
  ];
}

function retrieveRows(options: RowsOptions): readonly PlannedRows[] {
  const held = heldFrom(options);
  const slices = () => held({ ...SLICES, name: 'retrieved' });
  const namesOf = (where: string) => ({ move: `C-MOVE of 1,000 slices ${where}`, get: `C-GET of 1,000 slices ${where}` });
  const from = [
    { name: 'dcmqrscp', archiveOf: dcmqrscp },
    { name: 'Orthanc', archiveOf: orthanc },
  ];
  return [
    planned('retrieve out of an archive', () => retrievingOut(namesOf('out of an archive'), slices())),
    ...from.map(({ name, archiveOf }) =>
      planned(`retrieve from ${name}`, () => retrievingIn(namesOf(`from ${name} into a folder`), slices(), archiveOf)),
    ),
  ];
}

/** Peers as they are installed, with Nagle's algorithm. */
function untouchedRows(options: RowsOptions): readonly PlannedRows[] {
  const tiny = () => worksOf(options).work({ ...SMALL, name: 'tiny', objects: 100 }, '/s');
  return [planned('untouched peers', () => untouchedPeers(tiny()), ONCE)];
}

function dcmjsRows(options: RowsOptions): readonly PlannedRows[] {
  const slices = () => worksOf(options).work(SLICES, 'MB/s');
  return [planned('receive 1,000 x 0.53 MB beside dcmjs-dimse', (name) => receivingBesideDcmjs(name, slices()), { rounds: 2 })];
}

/** The inbox and the window over a million instances. The index is made once and takes about a minute. */
function scaleRows({ parent, data }: RowsOptions): readonly PlannedRows[] {
  const index = () => benchIndex(data, MILLION);
  return [
    planned(
      'index',
      async () =>
        indexRows({
          index: await index(),
          parent,
          set: objectSet(data, SMALL),
          spec: SMALL,
          warm: WARM.map((spec) => objectSet(data, spec)),
        }),
      ONCE,
    ),
    planned(
      'window',
      async () => windowRows({ index: await index(), parent, set: { folder: objectSet(data, SMALL).folder, spec: SMALL } }),
      ONCE,
    ),
    planned('preview', () => previewRows(data), ONCE),
  ];
}
