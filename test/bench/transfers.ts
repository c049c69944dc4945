/** Rows about storage: receiving and sending slices, small and large objects, on one association and on several. */
import { sharesOf, freshFolder, type Folder } from './folders.ts';
import type { RoundSets } from './data.ts';
import { kept } from './kept.ts';
import { STAYS, type Contestant, type Figure, type Row, type Target } from './measure.ts';
import { runProgram, startServer, type Program, type Server } from './processes.ts';
import { bareNode, BEST, dcmjsDimse, gantryStore, listen, storescp, storescu, untouched } from './programs.ts';

const ratio = (least: number): Target => ({ kind: 'ratio', least });

/** `rate` turns the seconds of one run into the row's unit. */
interface Work {
  readonly sets: RoundSets;
  readonly unit: 'MB/s' | '/s';
  readonly parent: string;
}

interface Between {
  readonly receiver: (folder: string) => (port: number) => Program;
  readonly senders: (port: number, folder: string) => readonly Program[];
  readonly measured: 'sender' | 'receiver';
}

interface Receiving {
  readonly folder: Folder;
  readonly server: Server;
}

/** One receiver for all rounds, as it runs for days at its user's, and the senders of each round from their start to their end. */
function transfer(name: string, work: Work, { receiver, senders, measured }: Between): Contestant {
  let receiving: Promise<Receiving> | undefined;
  const start = async (): Promise<Receiving> => {
    const folder = kept(await freshFolder(work.parent));
    return { folder, server: kept(await startServer(receiver(folder.path))) };
  };
  return {
    name,
    async run(round): Promise<Figure> {
      const { folder, server } = await (receiving ??= start());
      const set = work.sets(round);
      const programs = senders(server.port, set.folder);
      const started = performance.now();
      const runs = await Promise.all(programs.map((sender) => runProgram(sender)));
      const seconds = (performance.now() - started) / 1000;
      folder.expect(set.objects);
      await folder.empty();
      const memory = measured === 'receiver' ? server.memory : Math.max(...runs.map((run) => run.memory));
      return { value: (work.unit === 'MB/s' ? set.bytes / 1e6 : set.objects) / seconds, memory };
    },
  };
}

export function receiving(name: string, work: Work, targets: { readonly defaults?: number; readonly best: number }): Row {
  const senders: Between['senders'] = (port, folder) => [storescu(port, folder)];
  const from = (contestant: string, receiver: Between['receiver']) =>
    transfer(contestant, work, { receiver, senders, measured: 'receiver' });
  return {
    name,
    unit: work.unit,
    better: 'higher',
    ...STAYS,
    ours: from('gantry listen', listen),
    rivals: [
      ...(targets.defaults === undefined ? [] : [{ ...from('storescp', storescp), target: ratio(targets.defaults) }]),
      { ...from('storescp +B -pdu 131072', (folder) => storescp(folder, BEST)), target: ratio(targets.best) },
      from('bare Node: no index, no checks', bareNode),
    ],
  };
}

/** The engine that JavaScript has had so far. */
export function receivingBesideDcmjs(name: string, work: Work): Row {
  const senders: Between['senders'] = (port, folder) => [storescu(port, folder)];
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
    ours: to(`gantry store${four}`, (port, folder) => [gantryStore(port, folder, associations)]),
    rivals: [
      { ...to('storescu', (port, folder) => [storescu(port, folder)]), target: ratio(target) },
      ...(associations > 1
        ? [to(`${associations} storescu at once`, (port, folder) => sharesOf(folder, associations).map((share) => storescu(port, share)))]
        : []),
    ],
  };
}

/** As many storescu as associations, each with its share of the objects. */
export function receivingAtOnce(name: string, work: Work, associations: number): Row {
  const senders: Between['senders'] = (port, folder) => sharesOf(folder, associations).map((share) => storescu(port, share));
  const from = (contestant: string, receiver: Between['receiver']) =>
    transfer(contestant, work, { receiver, senders, measured: 'receiver' });
  return {
    name,
    unit: work.unit,
    better: 'higher',
    ...STAYS,
    ours: from('gantry listen', listen),
    rivals: [
      { ...from('storescp --fork', (folder) => storescp(folder, ['--fork'])), target: ratio(1) },
      { ...from('storescp --fork +B -pdu 131072', forking), target: ratio(0.9) },
      from('bare Node: no index, no checks', bareNode),
    ],
  };
}

/** DCMTK as it is installed, with Nagle's algorithm, on both sides and on one. */
export function untouchedPeers(work: Work): readonly Row[] {
  const plain = (folder: string) => (port: number) => untouched(storescp(folder)(port));
  const scu: Between['senders'] = (port, folder) => [untouched(storescu(port, folder))];
  const eight: Between['senders'] = (port, folder) => sharesOf(folder, 8).map((share) => untouched(storescu(port, share)));
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
        senders: (port, folder) => [gantryStore(port, folder)],
        measured: 'sender',
      }),
      10,
    ),
    row(
      'send to an untouched storescp --fork on eight',
      transfer('gantry store --associations 8', work, {
        receiver: (folder) => (port) => untouched(storescp(folder, ['--fork'])(port)),
        senders: (port, folder) => [gantryStore(port, folder, 8)],
        measured: 'sender',
      }),
      7,
    ),
  ];
}
