// What is about to go: looked at in groups, held against what the node takes, decided, remembered, released or dropped.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PreflightProblem, ProposalView } from '../../core/contract/preflight.ts';
import type { TransferView } from '../../core/contract/transfers.ts';
import { buildDataSet, type Entries, type EntryValue, type TypedEntry } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { createApplicationEntity } from '../../core/services/index.ts';
import { openDecisionTable } from '../../core/transfers/decision-table.ts';
import type { ProposalRequest } from '../../core/transfers/types.ts';
import { pydicomFile } from '../support/object-files.ts';
import { ENDED, openRooms, untilTransfer, type Rooms } from '../support/rooms.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const JPEG2000 = '1.2.840.10008.1.2.4.91';
const CT = '1.2.840.10008.5.1.4.1.1.2';
const MR = '1.2.840.10008.5.1.4.1.1.4';

const COMMAND_GROUP = Buffer.from([0, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0]);

interface Written {
  readonly name: string;
  readonly entries: Entries;
  readonly syntax?: string;
  readonly before?: Uint8Array;
  readonly cut?: number;
}

async function write(folder: string, { name, entries, syntax = EXPLICIT, before = Buffer.alloc(0), cut = 0 }: Written): Promise<void> {
  const meta = encodeFileMeta({
    sopClassUid: CT,
    sopInstanceUid: '1.2.3',
    transferSyntaxUid: syntax,
    implementationClassUid: '1.2.3.4',
    implementationVersionName: 'TEST',
    sourceTitle: 'TEST',
  });
  const whole = Buffer.concat([meta, before, encodeDataSet(buildDataSet(entries), EXPLICIT)]);
  await writeFile(path.join(folder, name), whole.subarray(0, whole.length - cut));
}

const uid = (text: string) => ({ vr: 'UI', value: new TextEncoder().encode(text.padEnd(text.length + (text.length % 2), '\0')) });
const object = (more: Readonly<Record<string, EntryValue | TypedEntry>>): Entries => ({
  SOPClassUID: CT,
  PatientID: 'P1',
  StudyInstanceUID: '1.2.9',
  SeriesInstanceUID: '1.2.9.1',
  ...more,
});

/** A folder with one of everything that can be wrong. */
async function doubtfulFolder(rooms: Rooms): Promise<string> {
  const folder = path.join(rooms.folder, 'doubtful');
  await mkdir(folder);
  await write(folder, { name: 'a-good', entries: object({ SOPInstanceUID: '1.2.3.1' }) });
  await write(folder, { name: 'b-twice', entries: object({ SOPInstanceUID: '1.2.3.2' }) });
  await write(folder, { name: 'c-twice-again', entries: object({ SOPInstanceUID: '1.2.3.2', PatientName: 'OTHER' }) });
  await write(folder, { name: 'd-zero', entries: object({ SOPInstanceUID: uid('1.2.3.04') }) });
  await write(folder, { name: 'e-group-0', entries: object({ SOPInstanceUID: '1.2.3.5' }), before: COMMAND_GROUP });
  await write(folder, {
    name: 'f-cut',
    entries: object({ SOPInstanceUID: '1.2.3.6', PixelData: { vr: 'OW', value: new Uint8Array(99_998) } }),
    cut: 500,
  });
  await write(folder, { name: 'g-no-uid', entries: object({ PatientID: 'P2' }) });
  await write(folder, { name: 'h-no-uid-at-all', entries: object({ SOPInstanceUID: uid('../../x') }) });
  await write(folder, { name: 'i-jpeg', entries: object({ SOPInstanceUID: '1.2.3.9', PatientID: 'P2' }), syntax: JPEG2000 });
  await write(folder, { name: 'j-mr', entries: object({ SOPClassUID: MR, SOPInstanceUID: '1.2.3.10' }) });
  await writeFile(path.join(folder, 'readme.txt'), 'nothing but words, and more of them than a preamble has zeros');
  return folder;
}

/** Takes uncompressed CT and nothing else. */
async function ctOnly() {
  const stored: string[] = [];
  const server = await createApplicationEntity({ title: 'CTONLY' }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: [{ abstractSyntax: CT, transferSyntaxes: [EXPLICIT] }],
    on: {
      store: ({ sopInstanceUid }) => ({
        write: () => undefined,
        finish: () => {
          stored.push(sopInstanceUid);
          return Promise.resolve(0);
        },
        discard: () => undefined,
      }),
    },
  });
  return Object.assign(server, { stored });
}

function propose({ transfers }: Rooms, request: ProposalRequest, onView: (view: ProposalView) => void = () => undefined) {
  const views: ProposalView[] = [];
  const stop = new AbortController();
  const tell = (view: ProposalView): void => {
    views.push(view);
    onView(view);
  };
  const ended = transfers.propose(request, tell, stop.signal);
  const last = (): ProposalView => {
    const view = views.at(-1);
    if (!view) throw new Error('nothing was told yet');
    return view;
  };
  const ready = async (): Promise<ProposalView> => {
    await until(() => !last().looking && last().negotiation !== 'asking', { what: 'the proposal to be looked at' });
    return last();
  };
  return { views, last, ready, ended, drop: () => stop.abort() };
}

const byProblem = (view: ProposalView, problem: PreflightProblem | null) => {
  const group = view.groups.find((one) => one.problem === problem);
  if (!group) throw new Error(`no group with ${String(problem)}`);
  return group;
};

const rowsOf = ({ database }: Rooms): number =>
  ['transfer_object', 'transfer_source', 'transfer_decision', 'transfer_proposal'].reduce(
    (sum, table) => sum + (database.statement<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows ?? 0),
    0,
  );

describe('what is about to be sent', () => {
  it('stands in groups, each with its problem, held against what the node takes', async () => {
    await using rooms = await openRooms();
    await using server = await ctOnly();
    const nodeId = rooms.nodes.add({ title: 'CTONLY', host: '127.0.0.1', port: server.port }).id;
    const proposal = propose(rooms, { kind: 'send', nodeId, paths: [await doubtfulFolder(rooms)], targets: [] });
    const view = await proposal.ready();
    const told = view.groups.map(({ problem, objects, decision, open, decidable }) => [problem, objects, decision, open, decidable]);
    expect(new Map(told.map(([problem, ...rest]) => [problem, rest]))).toEqual(
      new Map<PreflightProblem | null, unknown[]>([
        ['duplicate', [1, 'leave', true, true]],
        ['uid-syntax', [1, 'leave', true, true]],
        ['command-group', [1, 'leave', true, true]],
        ['syntax-refused', [1, 'leave', true, true]],
        ['class-refused', [1, 'leave', true, true]],
        ['truncated', [1, 'leave', false, false]],
        ['no-uid', [1, 'leave', false, false]],
        ['not-a-uid', [1, 'leave', false, false]],
        [null, [2, 'take', false, false]],
        ['not-dicom', [1, 'leave', false, false]],
      ]),
    );
    expect(view).toMatchObject({ objects: 2, left: 9, patients: 1, open: 5, negotiation: 'answered', cut: false });
    expect(byProblem(view, 'syntax-refused').words).toMatch(/CTONLY takes CT Image, but not as JPEG 2000/);
    expect(byProblem(view, 'truncated').names).toEqual(['f-cut']);
    expect(rooms.transfers.list()).toEqual([]);
    proposal.drop();
    await proposal.ended;
    expect(rowsOf(rooms)).toBe(0);
    expect(server.stored).toEqual([]);
  });

  it('goes as it was decided, is done when only that stays which was to stay, and what was remembered is not asked again', async () => {
    await using rooms = await openRooms();
    await using server = await ctOnly();
    const nodeId = rooms.nodes.add({ title: 'CTONLY', host: '127.0.0.1', port: server.port }).id;
    const folder = path.join(rooms.folder, 'some');
    await mkdir(folder);
    await write(folder, { name: 'a', entries: object({ SOPInstanceUID: '1.2.3.1' }) });
    await write(folder, { name: 'b', entries: object({ SOPInstanceUID: uid('1.2.3.04') }) });
    await write(folder, { name: 'c', entries: object({ SOPClassUID: MR, SOPInstanceUID: '1.2.3.10' }) });
    const proposal = propose(rooms, { kind: 'send', nodeId, paths: [folder], targets: [] });
    const view = await proposal.ready();
    rooms.transfers.decide(view.id, { key: byProblem(view, 'uid-syntax').key, decision: 'take', remember: true });
    rooms.transfers.decide(view.id, { key: byProblem(view, 'class-refused').key, decision: 'leave', remember: true });
    await until(() => proposal.last().open === 0, { what: 'the decisions to be told' });
    expect(proposal.last()).toMatchObject({ objects: 2, left: 1 });
    expect(rooms.transfers.release(view.id).id).toBe(view.id);
    await proposal.ended;
    const sent = await untilTransfer(rooms.transfers, view.id, ENDED);
    expect(sent).toMatchObject({ state: 'done', completed: 2, setAside: 1, summary: '2 stored, 1 left out as decided' });
    expect(server.stored.sort()).toEqual(['1.2.3.04', '1.2.3.1']);

    const again = propose(rooms, { kind: 'send', nodeId, paths: [folder], targets: [] });
    const remembered = await again.ready();
    expect(remembered).toMatchObject({ open: 0, objects: 2, left: 1 });
    expect(byProblem(remembered, 'class-refused')).toMatchObject({ decision: 'leave', remembered: true });
    rooms.transfers.decide(remembered.id, { key: byProblem(remembered, 'uid-syntax').key, decision: 'leave', remember: false });
    again.drop();
    await again.ended;
    const third = propose(rooms, { kind: 'send', nodeId, paths: [folder], targets: [] });
    expect(byProblem(await third.ready(), 'uid-syntax')).toMatchObject({ decision: 'leave', open: true, remembered: false });
    third.drop();
    await third.ended;
  });

  it('forgets what was remembered for a node once its removal can be undone no more', async () => {
    await using folder = await temporaryFolder();
    const at = { problem: 'uid-syntax', sopClassUid: '', transferSyntaxUid: '' } as const;
    const before = await openRooms({ folder: folder.path });
    const [gone, kept] = [104, 105].map((port) => before.nodes.add({ title: 'PEER', host: '127.0.0.1', port }).id);
    const table = openDecisionTable(before.database);
    for (const scope of [`send ${gone ?? ''}`, `send ${kept ?? ''}`, 'import this-computer', 'transfer-1']) table.put(scope, at, 'take');
    before.nodes.remove(gone ?? '');
    expect(table.get(`send ${gone ?? ''}`, at)).toBe('take');
    await before.close();
    await using after = await openRooms({ folder: folder.path });
    const later = openDecisionTable(after.database);
    expect(later.get(`send ${gone ?? ''}`, at)).toBeUndefined();
    for (const scope of [`send ${kept ?? ''}`, 'import this-computer', 'transfer-1']) expect(later.get(scope, at)).toBe('take');
  });

  it('may go before it was looked at: the rest follows', async () => {
    await using rooms = await openRooms();
    await using other = await openRooms({ title: 'OTHER' });
    const nodeId = rooms.nodes.add({ title: 'OTHER', host: '127.0.0.1', port: other.port }).id;
    const folder = path.join(rooms.folder, 'many');
    await mkdir(folder);
    for (let number = 0; number < 300; number += 1)
      await write(folder, { name: String(number), entries: object({ SOPInstanceUID: `1.2.3.${number}` }) });
    // Let go in the moment in which the first groups are told: a little later all 300 may have been looked at.
    let released: TransferView | undefined;
    const proposal = propose(rooms, { kind: 'send', nodeId, paths: [folder], targets: [] }, ({ id, looking, groups }) => {
      if (looking && groups.length > 0) released ??= rooms.transfers.release(id);
    });
    await until(() => released !== undefined, { what: 'the first groups' });
    expect(released?.state).toBe('preparing');
    expect(await untilTransfer(rooms.transfers, released?.id ?? '', ENDED)).toMatchObject({ state: 'done', completed: 300 });
    await proposal.ended;
  });

  it('says why the node could not be asked, and goes all the same when it is told to', async () => {
    await using rooms = await openRooms();
    const nodeId = rooms.nodes.add({ title: 'NOBODY', host: '127.0.0.1', port: 9 }).id;
    const proposal = propose(rooms, { kind: 'send', nodeId, paths: [pydicomFile('CT_small.dcm').path], targets: [] });
    const view = await proposal.ready();
    expect(view).toMatchObject({ negotiation: 'no-answer', objects: 1, open: 0 });
    expect(view.failure?.headline).toMatch(/Nothing listens/);
    rooms.transfers.release(view.id);
    await proposal.ended;
    expect(await untilTransfer(rooms.transfers, view.id, ['waiting'])).toMatchObject({ total: 1 });
    expect(() => rooms.transfers.release(view.id)).toThrow(/already/);
  });

  it('leaves nothing behind when the process ends before it went', async () => {
    await using place = await temporaryFolder();
    const { path: folder } = place;
    const first = await openRooms({ folder });
    const nodeId = first.nodes.add({ title: 'NOBODY', host: '127.0.0.1', port: 9 }).id;
    first.database.statement(`INSERT INTO transfer_proposal (id) VALUES ('left')`).run();
    const proposal = propose(first, { kind: 'send', nodeId, paths: [pydicomFile('CT_small.dcm').path], targets: [] });
    await proposal.ready();
    first.database.statement(`UPDATE transfer_object SET transfer_id = 'left'`).run();
    await first.close();
    await proposal.ended;
    await using second = await openRooms({ folder });
    expect(rowsOf(second)).toBe(0);
  });
});

describe('what is about to be imported', () => {
  it('is kept whatever the inbox can keep, but for what is forbidden in a file', async () => {
    await using rooms = await openRooms();
    const proposal = propose(rooms, { kind: 'import', paths: [await doubtfulFolder(rooms)] });
    const view = await proposal.ready();
    expect(view).toMatchObject({ negotiation: 'none', objects: 6, left: 5, open: 1 });
    expect(byProblem(view, 'command-group')).toMatchObject({ decision: 'leave', open: true });
    expect(byProblem(view, 'duplicate')).toMatchObject({ decision: 'take', open: false, decidable: true });
    rooms.transfers.release(view.id);
    await proposal.ended;
    const done = await untilTransfer(rooms.transfers, view.id, ENDED);
    expect(done.summary).toBe('5 imported, 1 kept as another version, 3 set aside, 1 left out as decided, 1 other file left out');
  });
});
