// The rules of DIMSE and of negotiation as a scripted peer meets them: what is refused with which status, whose roles hold, how much may be
// under way (PS3.7 §9.3, §10.3, Annex C, Annex D.3.3).
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AssociationEnd } from '../../core/association/types.ts';
import { decodeCommand } from '../../core/dimse/decode.ts';
import { encodeCommand } from '../../core/dimse/index.ts';
import type { CommandSet } from '../../core/dimse/types.ts';
import type { RoleSelection } from '../../core/pdu/types.ts';
import { createApplicationEntity, FIND_CLASSES, GET_CLASSES, MOVE_CLASSES } from '../../core/services/index.ts';
import type { Association, Handlers, Server } from '../../core/services/types.ts';
import { associateAc, associateRq, abortHex, CT, IMPLICIT, VERIFICATION } from '../association/pdus.ts';
import { dataPdu } from '../hardening/sessions.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { RawPeer, rawServer } from '../support/raw-peer.ts';
import { until } from '../support/until.ts';

const MPPS = '1.2.840.10008.3.1.2.3.3';
const classes = [VERIFICATION, CT, FIND_CLASSES.study, GET_CLASSES.study, MOVE_CLASSES.study, MPPS];
const proposed = classes.map((abstractSyntax, index) => ({ id: index * 2 + 1, abstractSyntax, transferSyntaxes: [IMPLICIT] }));
const contextOf = (abstractSyntax: string): number => classes.indexOf(abstractSyntax) * 2 + 1;
const user = { maximumLength: 16_384, implementationClassUid: '1.2.3', roles: [], sopClassExtended: [], sopClassCommonExtended: [] };

let server: Server;
let clock: FakeClock;
let ends: AssociationEnd[];
let echo: Handlers['echo'];

beforeEach(async () => {
  clock = createFakeClock();
  ends = [];
  echo = undefined;
  server = await createApplicationEntity({ title: 'GANTRY', observer: { ended: (_, end) => ends.push(end) } }, { clock }).listen({
    host: '127.0.0.1',
    port: 0,
    supportedContexts: proposed,
    on: {
      echo: (request) => echo?.(request) ?? 0,
      store: () => ({ write: () => undefined, finish: () => 0, discard: () => undefined }),
      find: () => [],
      get: () => ({ kind: 'items', count: 0, items: [] }),
      move: () => ({ kind: 'items', count: 0, items: [], destination: { host: '127.0.0.1', port: 1 } }),
      n: () => 0,
    },
  });
});

afterEach(async () => {
  const closing = server.close({ graceMs: 1 });
  clock.advance(1);
  await closing;
});

async function established(
  change: Partial<typeof user> & { readonly asynchronousOperations?: { invoked: number; performed: number } } = {},
): Promise<RawPeer> {
  const peer = await RawPeer.call(server.port);
  peer.send(associateRq({ contexts: proposed, userInformation: { ...user, ...change } }));
  expect((await peer.pdu()).type).toBe(2);
  return peer;
}

const say = (peer: RawPeer, abstractSyntax: string, command: CommandSet): void =>
  peer.send(dataPdu(contextOf(abstractSyntax), true, encodeCommand(command)));

/** A command as broken callers send it: the encoder refuses to. Implicit VR Little Endian, elements in the order given. */
function rawCommand(elements: readonly (readonly [number, string | number])[]): Uint8Array {
  const parts = elements.map(([element, value]) => {
    const bytes =
      typeof value === 'number' ? Buffer.from([value & 0xff, value >> 8]) : Buffer.from(value.length % 2 ? `${value}\0` : value, 'latin1');
    const header = Buffer.alloc(8);
    header.writeUInt16LE(element, 2);
    header.writeUInt32LE(bytes.length, 4);
    return Buffer.concat([header, bytes]);
  });
  return Buffer.concat(parts);
}

async function answered(peer: RawPeer): Promise<CommandSet> {
  const { bytes } = await peer.pdu();
  expect(bytes[0]).toBe(4);
  return decodeCommand(bytes.subarray(12));
}

describe('a request that lacks what it must have gets 0212H', () => {
  const data: readonly [number, string | number] = [0x0800, 1];
  const none: readonly [number, string | number] = [0x0800, 0x0101];
  test.each([
    ['C-ECHO without a class', VERIFICATION, [[0x0100, 0x30], [0x0110, 1], none], 0x0002],
    ['C-STORE without an instance', CT, [[0x0002, CT], [0x0100, 0x01], [0x0110, 1], [0x0700, 0], data], 0x1000],
    ['C-STORE without a data set', CT, [[0x0002, CT], [0x0100, 0x01], [0x0110, 1], [0x0700, 0], none, [0x1000, '1.2.3']], 0x0800],
    ['C-FIND without a priority', FIND_CLASSES.study, [[0x0002, FIND_CLASSES.study], [0x0100, 0x20], [0x0110, 1], data], 0x0700],
    ['C-GET without a class', GET_CLASSES.study, [[0x0100, 0x10], [0x0110, 1], [0x0700, 0], data], 0x0002],
    [
      'C-MOVE without a destination',
      MOVE_CLASSES.study,
      [[0x0002, MOVE_CLASSES.study], [0x0100, 0x21], [0x0110, 1], [0x0700, 0], data],
      0x0600,
    ],
    ['N-GET without an instance', MPPS, [[0x0003, MPPS], [0x0100, 0x0110], [0x0110, 1], none], 0x1001],
    ['N-SET without a data set', MPPS, [[0x0003, MPPS], [0x0100, 0x0120], [0x0110, 1], none, [0x1001, '1.2']], 0x0800],
    ['N-ACTION without its type', MPPS, [[0x0003, MPPS], [0x0100, 0x0130], [0x0110, 1], none, [0x1001, '1.2']], 0x1008],
    ['N-CREATE without a class', MPPS, [[0x0100, 0x0140], [0x0110, 1], none], 0x0002],
    ['N-DELETE without an instance', MPPS, [[0x0003, MPPS], [0x0100, 0x0150], [0x0110, 1], none], 0x1001],
    ['N-EVENT-REPORT without its type', MPPS, [[0x0002, MPPS], [0x0100, 0x0100], [0x0110, 1], none, [0x1000, '1.2']], 0x1002],
  ] as const)('%s', async (_, abstractSyntax, elements, offending) => {
    await using peer = await established();
    const context = contextOf(abstractSyntax);
    peer.send(dataPdu(context, true, rawCommand(elements)));
    if (elements.some((element) => element === data)) peer.send(dataPdu(context, false, new Uint8Array(8)));
    expect(await answered(peer)).toMatchObject({ status: 0x0212, offendingElements: [offending], messageIdBeingRespondedTo: 1 });
  });

  test('a request without a message id cannot be answered and is aborted', async () => {
    await using peer = await established();
    peer.send(dataPdu(1, true, rawCommand([[0x0002, VERIFICATION], [0x0100, 0x30], none])));
    expect((await peer.pdu()).hex).toBe(abortHex(2, 6));
    expect(ends).toMatchObject([{ detail: expect.stringContaining('message id') as string }]);
  });
});

describe('a class that the context does not carry gets 0122H', () => {
  test.each([
    ['C-ECHO', CT, { commandField: 0x30, hasDataSet: false, messageId: 1, affectedSopClassUid: VERIFICATION }],
    [
      'C-STORE',
      CT,
      {
        commandField: 0x01,
        hasDataSet: true,
        messageId: 1,
        priority: 0,
        affectedSopClassUid: '1.2.840.10008.5.1.4.1.1.4',
        affectedSopInstanceUid: '1.2',
      },
    ],
    [
      'C-FIND',
      FIND_CLASSES.study,
      { commandField: 0x20, hasDataSet: true, messageId: 1, priority: 0, affectedSopClassUid: FIND_CLASSES.patient },
    ],
    [
      'C-GET',
      GET_CLASSES.study,
      { commandField: 0x10, hasDataSet: true, messageId: 1, priority: 0, affectedSopClassUid: GET_CLASSES.patient },
    ],
    [
      'C-MOVE',
      MOVE_CLASSES.study,
      { commandField: 0x21, hasDataSet: true, messageId: 1, priority: 0, affectedSopClassUid: MOVE_CLASSES.patient, moveDestination: 'A' },
    ],
  ])('%s', async (_, abstractSyntax, command) => {
    await using peer = await established();
    say(peer, abstractSyntax, command);
    if (command.hasDataSet) peer.send(dataPdu(contextOf(abstractSyntax), false, new Uint8Array(8)));
    expect(await answered(peer)).toMatchObject({ status: 0x0122 });
  });
});

test.each([0x02, 0x40, 0x0160, 0x7fff])('command field %i is not recognised: 0211H, and the association lives', async (commandField) => {
  await using peer = await established();
  peer.send(
    dataPdu(
      1,
      true,
      rawCommand([
        [0x0002, VERIFICATION],
        [0x0100, commandField],
        [0x0110, 5],
        [0x0800, 0x0101],
      ]),
    ),
  );
  expect(await answered(peer)).toMatchObject({ status: 0x0211, messageIdBeingRespondedTo: 5, commandField: commandField | 0x8000 });
  say(peer, VERIFICATION, { commandField: 0x30, hasDataSet: false, messageId: 6, affectedSopClassUid: VERIFICATION });
  expect(await answered(peer)).toMatchObject({ status: 0 });
});

test.each([0, 65_535])('message id %i is served', async (messageId) => {
  await using peer = await established();
  say(peer, VERIFICATION, { commandField: 0x30, hasDataSet: false, messageId, affectedSopClassUid: VERIFICATION });
  expect(await answered(peer)).toMatchObject({ status: 0, messageIdBeingRespondedTo: messageId });
});

test('a command set beyond its cap is aborted', async () => {
  await using peer = await established();
  for (let sent = 0; sent < 70_000; sent += 10_000) peer.send(dataPdu(1, true, new Uint8Array(10_000), false));
  expect((await peer.pdu()).hex).toBe(abortHex(2, 6));
});

test.each([
  ['none', undefined, 16_384],
  ['no limit', 0, 262_144],
  ['seven bytes', 7, 7],
])('a maximum length of %s', async (_, maximumLength, sendLength) => {
  const { maximumLength: _default, ...rest } = user;
  await using peer = await RawPeer.call(server.port);
  const associations = (): readonly number[] => [...server.associations].map(({ agreement }) => agreement.sendLength);
  // The project's own encoder always says one; without the item the PDU is as a careless peer sends it.
  const request = associateRq({ contexts: proposed, userInformation: { ...rest, ...(maximumLength !== undefined && { maximumLength }) } });
  peer.send(request);
  expect((await peer.pdu()).type).toBe(2);
  expect(associations()).toEqual([sendLength]);
});

test('operations beyond the window wait; as many as were agreed are under way, and answered in the order in which they end', async () => {
  const waiting: ((status: number) => void)[] = [];
  echo = () => new Promise((resolve) => waiting.push(resolve));
  await using peer = await established({ asynchronousOperations: { invoked: 2, performed: 1 } });
  for (const messageId of [1, 2, 3])
    say(peer, VERIFICATION, { commandField: 0x30, hasDataSet: false, messageId, affectedSopClassUid: VERIFICATION });
  await until(() => waiting.length === 2, { what: 'two operations' });
  expect(peer.unread).toBe('');
  waiting[1]?.(0);
  expect(await answered(peer)).toMatchObject({ messageIdBeingRespondedTo: 2 });
  await until(() => waiting.length === 3, { what: 'the third' });
  waiting[0]?.(0);
  expect(await answered(peer)).toMatchObject({ messageIdBeingRespondedTo: 1 });
  waiting[2]?.(0);
  expect(await answered(peer)).toMatchObject({ messageIdBeingRespondedTo: 3 });
});

test('a handler that takes longer than the idle time is not idle', async () => {
  let finish: (status: number) => void = () => undefined;
  let asked = false;
  echo = () => {
    asked = true;
    return new Promise((resolve) => (finish = resolve));
  };
  await using peer = await established();
  say(peer, VERIFICATION, { commandField: 0x30, hasDataSet: false, messageId: 1, affectedSopClassUid: VERIFICATION });
  await until(() => asked, { what: 'the handler' });
  for (let minute = 0; minute < 10; minute += 1) clock.advance(60_000);
  finish(0);
  expect(await answered(peer)).toMatchObject({ status: 0 });
});

const yes = true;
const no = false;
type Pair = readonly [scu: boolean, scp: boolean];
const pairs: readonly (Pair | undefined)[] = [undefined, [yes, yes], [yes, no], [no, yes]];
const answers: readonly (Pair | undefined)[] = [[yes, yes], [yes, no], [no, yes], [no, no], undefined];
const BOTH = 'SCU+SCP';
/** Rows: proposed; columns: answered (PS3.7 §D.3.3.4). */
const rolesTable = [
  ['SCU', 'SCU', 'SCU', 'SCU', 'SCU'],
  [BOTH, 'SCU', 'SCP', 'none', 'SCU'],
  ['SCU', 'SCU', 'none', 'none', 'SCU'],
  ['SCP', 'none', 'SCP', 'none', 'SCU'],
];
const cells = pairs.flatMap((ask, row) => answers.map((answer, column) => ({ ask, answer, roles: rolesTable[row]?.[column] ?? '' })));
const selection = (pair: Pair): RoleSelection => ({ sopClassUid: CT, scu: pair[0], scp: pair[1] });
const words = (pair: Pair | undefined): string => (pair ? `(${Number(pair[0])},${Number(pair[1])})` : 'nothing');

describe('roles over an association', () => {
  async function agreed(ask: Pair | undefined, answer: Pair | undefined): Promise<Association> {
    await using peers = await rawServer();
    const outcome = createApplicationEntity({ title: 'USER' }).associate({
      host: '127.0.0.1',
      port: peers.port,
      contexts: [VERIFICATION, CT].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [IMPLICIT] })),
      ...(ask && { roles: [selection(ask)] }),
    });
    const peer = await peers.accept();
    await peer.pdu();
    const contexts = [1, 3].map((id) => ({ id, result: 0 as const, transferSyntax: IMPLICIT }));
    peer.send(associateAc({ contexts, userInformation: { ...user, ...(answer && { roles: [selection(answer)] }) } }));
    const opened = await outcome;
    if (opened.kind !== 'established') throw new Error(JSON.stringify(opened));
    opened.association.abort();
    return opened.association;
  }

  const cellsByName = cells.map((cell) => [words(cell.ask), words(cell.answer), cell.roles, cell] as const);
  test.each(cellsByName)('proposed %s, answered %s: the requestor is %s', async (_ask, _answer, roles, { ask, answer }) => {
    const association = await agreed(ask, answer);
    const context = association.accepted.find(({ abstractSyntax }) => abstractSyntax === CT);
    const found = context && [context.requestorIsScu && 'SCU', context.requestorIsScp && 'SCP'].filter(Boolean).join('+');
    expect(found === undefined || found === '' ? 'none' : found).toBe(roles);
  });

  test.each([
    [[yes, yes], { scuRole: yes, scpRole: yes }, [yes, yes], 0],
    [[yes, yes], {}, [yes, no], 0],
    [[no, yes], { scpRole: yes }, [no, yes], 0],
    [[no, yes], {}, [no, no], 1],
  ] as const)('as acceptor, proposed %s of what supports %o', async (ask, support, granted, result) => {
    await using own = await createApplicationEntity({ title: 'GANTRY' }).listen({
      host: '127.0.0.1',
      port: 0,
      supportedContexts: [
        { abstractSyntax: VERIFICATION, transferSyntaxes: [] },
        { abstractSyntax: CT, transferSyntaxes: [], ...support },
      ],
      on: {},
    });
    const opened = await createApplicationEntity({ title: 'USER' }).associate({
      host: '127.0.0.1',
      port: own.port,
      contexts: [VERIFICATION, CT].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [IMPLICIT] })),
      roles: [selection(ask)],
    });
    if (opened.kind !== 'established') throw new Error(opened.kind);
    expect(opened.association.peer.roles).toEqual([selection(granted)]);
    expect(opened.association.rejected.map((context) => context.result)).toEqual(result === 0 ? [] : [result]);
    await opened.association.release();
  });
});
