// Searches over real associations: rows, limits, cancel, what a node refuses, and several nodes at once.
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../core/association/types.ts';
import type { MatchRow, NodeProgress, SearchEvent, SearchQuery } from '../../core/contract/search.ts';
import { buildDataSet } from '../../core/dicom/build.ts';
import type { DataSet } from '../../core/dicom/types.ts';
import { createApplicationEntity, supportedQueryRetrieve, supportedVerification } from '../../core/services/index.ts';
import type { Handlers, IncomingQuery } from '../../core/services/types.ts';
import * as faulty from '../support/faulty-peer.ts';
import { freePort } from '../support/peer-process.ts';
import { openRooms, type Rooms } from '../support/rooms.ts';
import { until } from '../support/until.ts';

interface PeerOptions {
  readonly find: NonNullable<Handlers['find']>;
  /** Classes that are offered; all by default. */
  readonly only?: (abstractSyntax: string) => boolean;
}

async function archive({ find, only = () => true }: PeerOptions) {
  const entity = createApplicationEntity({ title: 'PEER' });
  const supportedContexts = [...supportedVerification(), ...supportedQueryRetrieve()].filter(({ abstractSyntax }) => only(abstractSyntax));
  return entity.listen({ host: '127.0.0.1', port: 0, supportedContexts, on: { find } });
}

async function addNode(rooms: Rooms, port: number, more: object = {}): Promise<string> {
  const { id } = rooms.nodes.add({ title: 'PEER', host: '127.0.0.1', port, ...more });
  await until(() => rooms.nodes.require(id).state !== 'checking', { what: 'the verification to end' });
  return id;
}

interface Found {
  readonly rows: readonly MatchRow[];
  /** The last word of each node. */
  readonly ends: Readonly<Record<string, NodeProgress>>;
  readonly batches: number;
}

async function search(
  rooms: Rooms,
  nodes: readonly string[],
  more: Partial<SearchQuery> = {},
  control = new AbortController(),
): Promise<Found> {
  const rows: MatchRow[] = [];
  const ends: Record<string, NodeProgress> = {};
  let batches = 0;
  const emit = (event: SearchEvent): void => {
    if (event.kind === 'node') ends[event.progress.nodeId] = event.progress;
    else {
      batches += 1;
      rows.push(...event.rows);
    }
  };
  await rooms.search.run({ nodes: [...nodes], level: 'STUDY', model: 'study', limit: 200, ...more }, emit, control.signal);
  return { rows, ends, batches };
}

const study = (number: number, more: Readonly<Record<string, string | readonly string[]>> = {}): DataSet =>
  buildDataSet({
    PatientName: `Doe^${number}`,
    PatientID: `P${number}`,
    StudyInstanceUID: `1.2.${number}`,
    NumberOfStudyRelatedInstances: number,
    ModalitiesInStudy: ['CT', 'SR'],
    ...more,
  });

const studies = function* (count: number): Generator<DataSet> {
  for (let number = 1; number <= count; number += 1) yield study(number);
};

describe('one node', () => {
  it('turns matches into rows and ends well', async () => {
    await using rooms = await openRooms();
    await using server = await archive({ find: () => studies(3) });
    const id = await addNode(rooms, server.port);
    const { rows, ends } = await search(rooms, [id]);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      nodeId: id,
      level: 'STUDY',
      patientName: { alphabetic: 'Doe^1' },
      studyUid: '1.2.1',
      instanceCount: 1,
      seriesCount: null,
      modalities: ['CT', 'SR'],
      guessed: false,
    });
    expect(ends[id]).toMatchObject({ state: 'done', matches: 3, note: '', failure: null });
    expect(rooms.nodes.require(id).abilities.query).toBe(true);
  });

  it('asks on by dates where the node stops by itself, when told to', async () => {
    await using rooms = await openRooms();
    const dates = Array.from({ length: 60 }, (_, day) => `2026${day < 30 ? '01' : '03'}${String((day % 30) + 1).padStart(2, '0')}`);
    await using server = await archive({
      find: function* ({ identifier }) {
        const [from = '', to = from] = identifier.text('StudyDate').split('-');
        const hits = dates.flatMap((date, n) => (from <= date && (to === '' || date <= to) ? [study(n + 1, { StudyDate: date })] : []));
        yield* hits.slice(0, 10);
        return hits.length > 10 ? { status: 0xb001 } : undefined;
      },
    });
    const id = await addNode(rooms, server.port);
    const cut = await search(rooms, [id]);
    expect([cut.rows.length, cut.ends[id]?.state]).toEqual([10, 'truncated']);
    const all = await search(rooms, [id], { beyond: true });
    expect(new Set(all.rows.map(({ studyUid }) => studyUid)).size).toBe(60);
    expect(all.rows).toHaveLength(60);
    expect(all.ends[id]).toMatchObject({ state: 'done', matches: 60, note: 'asked by dates' });
    const some = await search(rooms, [id], { beyond: true, limit: 25 });
    expect([some.rows.length, some.ends[id]?.state]).toEqual([25, 'limit']);
  });

  it('asks for the character set and reads names in every one', async () => {
    await using rooms = await openRooms();
    let asked: DataSet | undefined;
    await using server = await archive({
      find: function* ({ identifier }) {
        asked = identifier;
        yield study(1, { SpecificCharacterSet: ['', 'ISO 2022 IR 87'], PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう' });
      },
    });
    const { rows } = await search(rooms, [await addNode(rooms, server.port)]);
    expect(asked?.has('SpecificCharacterSet')).toBe(true);
    expect(rows[0]?.patientName).toEqual({ alphabetic: 'Yamada^Tarou', ideographic: '山田^太郎', phonetic: 'やまだ^たろう' });
  });

  it('reads text without a declared set by the one of the node, and writes what is asked in it', async () => {
    await using rooms = await openRooms();
    const sets: (readonly string[])[] = [];
    await using server = await archive({
      find: function* ({ identifier }) {
        sets.push(identifier.characterSets);
        // Latin-1 bytes and no word about it.
        const declared = study(1, { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'Buc^Jérôme' });
        const bytes = declared.element('PatientName')?.bytes ?? new Uint8Array();
        yield buildDataSet([
          ['StudyInstanceUID', '1.2.1'],
          ['PatientName', { vr: 'PN', value: bytes }],
        ]);
      },
    });
    const id = await addNode(rooms, server.port, { characterSet: 'ISO_IR 100' });
    const { rows } = await search(rooms, [id], { name: 'Jérôme' });
    expect(rows[0]?.patientName.alphabetic).toBe('Buc^Jérôme');
    expect(sets[0]).toEqual(['ISO_IR 100']);
  });

  it('stops asking at the limit and says so; exactly so many are no limit', async () => {
    await using rooms = await openRooms();
    let cancelled = false;
    await using server = await archive({
      find: async function* ({ signal, identifier }): AsyncGenerator<DataSet, Answer | undefined> {
        const endless = identifier.text('StudyID') !== 'ten';
        for (let number = 1; endless || number <= 10; number += 1) {
          if (signal.aborted) {
            cancelled = true;
            return 0xfe00;
          }
          yield study(number);
          await new Promise(setImmediate);
        }
        return undefined;
      },
    });
    const id = await addNode(rooms, server.port);
    const limited = await search(rooms, [id], { limit: 10 });
    expect(limited.rows).toHaveLength(10);
    expect(limited.ends[id]).toMatchObject({ state: 'limit', matches: 10 });
    expect(cancelled).toBe(true);
    const whole = await search(rooms, [id], { limit: 10, keys: [{ key: 'StudyID', value: 'ten' }] });
    expect(whole.ends[id]).toMatchObject({ state: 'done', matches: 10 });
  });

  it('sends a thousand rows in few batches', async () => {
    await using rooms = await openRooms();
    await using server = await archive({ find: () => studies(1_000) });
    const { rows, batches } = await search(rooms, [await addNode(rooms, server.port)], { limit: 1_000 });
    expect(rows).toHaveLength(1_000);
    expect(batches).toBeLessThan(100);
  });

  it('turns the signal into C-CANCEL', async () => {
    await using rooms = await openRooms();
    let gotCancel = false;
    await using server = await archive({
      find: async function* ({ signal }): AsyncGenerator<DataSet, Answer | undefined> {
        yield study(1);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        gotCancel = true;
        return 0xfe00;
      },
    });
    const id = await addNode(rooms, server.port);
    const control = new AbortController();
    const searching = search(rooms, [id], {}, control);
    await until(() => server.associations.size === 1, { what: 'the association' });
    control.abort();
    const { ends } = await searching;
    expect(ends[id]?.state).toBe('cancelled');
    if (ends[id]?.matches === 1) expect(gotCancel).toBe(true);
  });

  it('asks again with the required keys when the combination is refused', async () => {
    await using rooms = await openRooms();
    await using server = await archive({
      find: function* ({ identifier }: IncomingQuery): Generator<DataSet, Answer | undefined> {
        if (identifier.has('InstitutionName')) return { status: 0xa900, errorComment: 'no such key here' };
        yield study(1);
        return undefined;
      } as NonNullable<Handlers['find']>,
    });
    const id = await addNode(rooms, server.port);
    const { rows, ends } = await search(rooms, [id]);
    expect(rows).toHaveLength(1);
    expect(ends[id]).toMatchObject({ state: 'done', note: 'asked with fewer fields' });
  });

  it('asks by the other root when the wanted one is refused, and says so', async () => {
    await using rooms = await openRooms();
    const levels: string[] = [];
    await using server = await archive({
      only: (syntax) => syntax !== '1.2.840.10008.5.1.4.1.2.2.1',
      find: function* ({ level, model, identifier }) {
        levels.push(`${model} ${level}`);
        if (level === 'PATIENT') yield buildDataSet({ PatientName: 'Doe^Ann', PatientID: 'P1', PatientSex: 'F' });
        else if (identifier.text('PatientID') === 'P1') yield buildDataSet({ PatientID: 'P1', StudyInstanceUID: '1.2.3' });
      },
    });
    const id = await addNode(rooms, server.port);
    const { rows, ends } = await search(rooms, [id], { name: 'doe' });
    expect(levels).toEqual(['patient PATIENT', 'patient STUDY']);
    expect(rows).toMatchObject([{ studyUid: '1.2.3', patientName: { alphabetic: 'Doe^Ann' }, sex: 'F', patientId: 'P1' }]);
    expect(ends[id]?.note).toBe('Patient Root');
  });

  it('looks for an ID when nobody has the name, and says so', async () => {
    await using rooms = await openRooms();
    await using server = await archive({
      find: function* ({ identifier }) {
        if (identifier.text('PatientID') === '4711') yield study(1, { PatientID: '4711' });
      },
    });
    const id = await addNode(rooms, server.port);
    const { rows, ends } = await search(rooms, [id], { name: '4711' });
    expect(rows).toHaveLength(1);
    expect(ends[id]?.note).toBe('searched ID instead');
  });

  it('tries other spellings of a name where letters are matched one by one', async () => {
    await using rooms = await openRooms();
    const asked: string[] = [];
    await using server = await archive({
      find: function* ({ identifier }) {
        asked.push(identifier.text('PatientName'));
        if (identifier.text('PatientName') === 'Yamada^Tarou*') yield study(1);
      },
    });
    const id = await addNode(rooms, server.port);
    const { rows, ends } = await search(rooms, [id], { name: 'yamada, tarou' });
    expect(rows).toHaveLength(1);
    expect(asked).toEqual(['yamada^tarou*', 'YAMADA^TAROU*', 'Yamada^Tarou*']);
    expect(ends[id]?.note).toBe('searched Yamada, Tarou instead');
  });

  it('shows a study once that several modalities found', async () => {
    await using rooms = await openRooms();
    await using server = await archive({ find: () => studies(2) });
    const { rows } = await search(rooms, [await addNode(rooms, server.port)], { modalities: ['CT', 'SR'] });
    expect(rows.map(({ studyUid }) => studyUid)).toEqual(['1.2.1', '1.2.2']);
  });

  it('says that what was typed cannot be asked, and sends nothing', async () => {
    await using rooms = await openRooms();
    let asked = 0;
    await using server = await archive({
      find: () => {
        asked += 1;
        return [];
      },
    });
    const id = await addNode(rooms, server.port);
    const { ends } = await search(rooms, [id], { keys: [{ key: 'NoSuchKeyword', value: 'x' }] });
    expect(ends[id]).toMatchObject({ state: 'failed', failure: { who: 'you' } });
    expect(asked).toBe(0);
  });
});

describe('several nodes', () => {
  it('shows the rows of those that answer and the cause of those that do not', async () => {
    await using rooms = await openRooms();
    await using good = await archive({ find: () => studies(2) });
    await using failing = await archive({
      find: (): never => {
        throw new Error('a bug over there');
      },
    });
    await using web = await faulty.http();
    await using rejecting = await faulty.rejects(1, 1, 3);
    const ids = [
      await addNode(rooms, good.port),
      await addNode(rooms, failing.port),
      await addNode(rooms, web.port),
      await addNode(rooms, rejecting.port),
      await addNode(rooms, await freePort()),
    ];
    const { rows, ends } = await search(rooms, ids);
    expect(rows).toHaveLength(2);
    expect(ids.map((id) => ends[id]?.state)).toEqual(['done', 'failed', 'failed', 'failed', 'failed']);
    expect(ids.map((id) => ends[id]?.failure?.headline ?? '')).toEqual([
      '',
      'The search failed inside PEER.',
      expect.stringMatching(/is a web server/),
      'PEER does not know the name GANTRY.',
      expect.stringMatching(/^Nothing listens on/),
    ]);
  });

  it('explains a node that takes the call and hangs up when searched, and remembers it', async () => {
    await using rooms = await openRooms();
    const associations: { abort(): void }[] = [];
    const entity = createApplicationEntity({ title: 'PEER' });
    await using server = await entity.listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: [...supportedVerification(), ...supportedQueryRetrieve()],
      onAssociation: (association) => void associations.push(association),
      on: {
        find: async function* () {
          associations.at(-1)?.abort();
          await Promise.resolve();
          yield study(1);
        },
      },
    });
    const id = await addNode(rooms, server.port);
    const { ends } = await search(rooms, [id]);
    expect(ends[id]?.failure?.headline).toBe('PEER accepted the call, then hung up when searched.');
    expect(ends[id]?.failure?.code).toMatch(/^A-ABORT 0 after C-FIND-RQ, \d+ ms · PS3\.8 9\.3\.8$/);
    expect(rooms.nodes.require(id)).toMatchObject({ state: 'refused', stateText: 'no query', abilities: { query: false } });
  });

  it('explains a node that accepts images only', async () => {
    await using rooms = await openRooms();
    await using other = await openRooms({ title: 'OTHER' });
    const id = await addNode(rooms, other.port, { title: 'OTHER' });
    const { ends } = await search(rooms, [id]);
    expect(ends[id]).toMatchObject({ state: 'failed', failure: { headline: 'OTHER accepts images, but cannot be searched.' } });
  });
});
