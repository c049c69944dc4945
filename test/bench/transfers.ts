/** Rows about storage: receiving and sending slices, small and large objects, on one association and on several. */
import { sharesOf, freshFolder } from './folders.ts';
import type { ObjectSet } from './data.ts';
import type { Contestant, Figure, Row, Target } from './measure.ts';
import { runProgram, startServer, type Program } from './processes.ts';
import { BEST, dcmjsDimse, gantryStore, listen, storescp, storescu, untouched } from './programs.ts';

const ratio = (least: number): Target => ({ kind: 'ratio', least });

/** `rate` turns the seconds of one run into the row's unit. */
interface Work {
  readonly set: ObjectSet;
  readonly unit: 'MB/s' | '/s';
  readonly parent: string;
  /** What each receiver gets before the clock starts. */
  readonly warm: readonly ObjectSet[];
}

const rateOf = ({ set, unit }: Work, ms: number): number => (unit === 'MB/s' ? set.bytes / 1e6 : set.objects) / (ms / 1000);

interface Between {
  readonly receiver: (folder: string) => (port: number) => Program;
  readonly senders: (port: number) => readonly Program[];
  readonly measured: 'sender' | 'receiver';
}

/** One receiver over an empty folder, and the senders from their start to their end. */
function transfer(name: string, work: Work, { receiver, senders, measured }: Between): Contestant {
  return {
    name,
    async run(): Promise<Figure> {
      await using folder = await freshFolder(work.parent);
      await using server = await startServer(receiver(folder.path));
      const before = measured === 'receiver' ? await warmUp(work, server.port) : 0;
      const started = performance.now();
      const runs = await Promise.all(senders(server.port).map((sender) => runProgram(sender)));
      const ms = performance.now() - started;
      folder.expect(before + work.set.objects);
      const memory = measured === 'receiver' ? server.memory : Math.max(...runs.map((run) => run.memory));
      return { value: rateOf(work, ms), memory };
    },
  };
}

/** A receiver runs for days and is measured when it is warm; a program that sends is measured from its start. Gives the objects sent. */
async function warmUp({ warm }: Work, port: number): Promise<number> {
  for (const { folder } of warm) await runProgram(storescu(port, folder));
  return warm.reduce((sum, { objects }) => sum + objects, 0);
}

export function receiving(name: string, work: Work, targets: { readonly defaults?: number; readonly best: number }): Row {
  const senders = (port: number) => [storescu(port, work.set.folder)];
  const from = (contestant: string, receiver: Between['receiver']) =>
    transfer(contestant, work, { receiver, senders, measured: 'receiver' });
  return {
    name,
    unit: work.unit,
    better: 'higher',
    ours: from('gantry listen', listen),
    rivals: [
      ...(targets.defaults === undefined ? [] : [{ ...from('storescp', storescp), target: ratio(targets.defaults) }]),
      { ...from('storescp +B -pdu 131072', (folder) => storescp(folder, BEST)), target: ratio(targets.best) },
    ],
  };
}

/** The engine that JavaScript has had so far. */
export function receivingBesideDcmjs(name: string, work: Work): Row {
  const senders = (port: number) => [storescu(port, work.set.folder)];
  const from = (contestant: string, receiver: Between['receiver']) =>
    transfer(contestant, work, { receiver, senders, measured: 'receiver' });
  return {
    name,
    unit: work.unit,
    better: 'higher',
    ours: from('gantry listen', listen),
    rivals: [{ ...from('dcmjs-dimse', dcmjsDimse), target: ratio(20) }],
  };
}

const forking = (folder: string) => storescp(folder, ['--fork', ...BEST]);

export function sending(
  name: string,
  work: Work,
  { target, associations = 1 }: { readonly target: number; readonly associations?: number },
): Row {
  const receiver = associations === 1 ? (folder: string) => storescp(folder, BEST) : forking;
  const to = (contestant: string, senders: Between['senders']) => transfer(contestant, work, { receiver, senders, measured: 'sender' });
  const four = associations > 1 ? ` --associations ${associations}` : '';
  return {
    name,
    unit: work.unit,
    better: 'higher',
    ours: to(`gantry store${four}`, (port) => [gantryStore(port, work.set.folder, associations)]),
    rivals: [
      { ...to('storescu', (port) => [storescu(port, work.set.folder)]), target: ratio(target) },
      ...(associations > 1
        ? [to(`${associations} storescu at once`, (port) => sharesOf(work.set, associations).map((share) => storescu(port, share)))]
        : []),
    ],
  };
}

/** As many storescu as associations, each with its share of the objects. */
export function receivingAtOnce(name: string, work: Work, associations: number): Row {
  const senders = (port: number) => sharesOf(work.set, associations).map((share) => storescu(port, share));
  const from = (contestant: string, receiver: Between['receiver']) =>
    transfer(contestant, work, { receiver, senders, measured: 'receiver' });
  return {
    name,
    unit: work.unit,
    better: 'higher',
    ours: from('gantry listen', listen),
    rivals: [
      { ...from('storescp --fork', (folder) => storescp(folder, ['--fork'])), target: ratio(1) },
      { ...from('storescp --fork +B -pdu 131072', forking), target: ratio(0.9) },
    ],
  };
}

/** DCMTK as it is installed, with Nagle's algorithm, on both sides and on one. */
export function untouchedPeers(work: Work): readonly Row[] {
  const plain = (folder: string) => (port: number) => untouched(storescp(folder)(port));
  const scu = (port: number) => [untouched(storescu(port, work.set.folder))];
  const eight = (port: number) => sharesOf(work.set, 8).map((share) => untouched(storescu(port, share)));
  const row = (name: string, ours: Contestant, least: number): Row => ({
    name,
    unit: work.unit,
    better: 'higher',
    ours,
    rivals: [
      {
        ...transfer('untouched storescu to storescp', work, { receiver: plain, senders: scu, measured: 'receiver' }),
        target: ratio(least),
      },
    ],
  });
  return [
    row(
      'receive from an untouched storescu',
      transfer('gantry listen', work, { receiver: listen, senders: scu, measured: 'receiver' }),
      10,
    ),
    row(
      'receive from eight untouched storescu',
      transfer('gantry listen', work, { receiver: listen, senders: eight, measured: 'receiver' }),
      7,
    ),
    row(
      'send to an untouched storescp',
      transfer('gantry store', work, {
        receiver: plain,
        senders: (port) => [gantryStore(port, work.set.folder)],
        measured: 'sender',
      }),
      10,
    ),
    row(
      'send to an untouched storescp --fork on eight',
      transfer('gantry store --associations 8', work, {
        receiver: (folder) => (port) => untouched(storescp(folder, ['--fork'])(port)),
        senders: (port) => [gantryStore(port, work.set.folder, 8)],
        measured: 'sender',
      }),
      7,
    ),
  ];
}
