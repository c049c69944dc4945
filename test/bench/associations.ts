/** Rows about echoes, associations and the start of a program. */
import { freshFolder } from './folders.ts';
import { kept } from './kept.ts';
import { STAYS, type Contestant, type Row, type Target } from './measure.ts';
import { runProgram, startServer, type Program, type Server } from './processes.ts';
import { BEST, gantry, listen, storescp, untouched } from './programs.ts';
import { associationRate, echoRate } from './raw-requestor.ts';

const ratio = (least: number): Target => ({ kind: 'ratio', least });

interface Acceptor {
  readonly name: string;
  readonly program: (folder: string) => (port: number) => Program;
}

const OURS: Acceptor = { name: 'gantry listen', program: listen };
const STORESCP: Acceptor = { name: 'storescp', program: (folder) => storescp(folder) };
const FORKING: Acceptor = { name: 'storescp --fork', program: (folder) => storescp(folder, ['--fork']) };

/** The acceptor stays for all rounds, and is warm after those beforehand. */
function asked(parent: string, { name, program }: Acceptor, rate: (port: number) => Promise<number>): Contestant {
  let server: Promise<Server> | undefined;
  const start = async (): Promise<Server> => {
    const folder = kept(await freshFolder(parent));
    return kept(await startServer(program(folder.path)));
  };
  return {
    name,
    async run() {
      const acceptor = await (server ??= start());
      return { value: await rate(acceptor.port), memory: acceptor.memory };
    },
  };
}

export function echoes(name: string, parent: string): Row {
  const of = (acceptor: Acceptor) => asked(parent, acceptor, (port) => echoRate(port, 10_000));
  return { name, unit: '/s', better: 'higher', ...STAYS, ours: of(OURS), rivals: [{ ...of(STORESCP), target: ratio(0.95) }] };
}

export function associations(name: string, parent: string): Row {
  const of = (acceptor: Acceptor) => asked(parent, acceptor, (port) => associationRate(port, 2000));
  return {
    name,
    unit: '/s',
    better: 'higher',
    ...STAYS,
    ours: of(OURS),
    rivals: [
      { ...of(STORESCP), target: ratio(0.6) },
      { ...of(FORKING), target: ratio(3) },
    ],
  };
}

/** A whole process, from its start to its end. */
export function programStart(name: string, parent: string): Row {
  const to = (contestant: string, program: (port: number) => Program): Contestant => ({
    name: contestant,
    async run() {
      await using folder = await freshFolder(parent);
      await using server = await startServer(storescp(folder.path, BEST));
      const { ms, memory } = await runProgram(program(server.port));
      return { value: ms, memory };
    },
  });
  return {
    name,
    unit: 'ms',
    better: 'lower',
    rounds: 9,
    ours: to('gantry echo', (port) => gantry('echo', `STORESCP@127.0.0.1:${port}`)),
    rivals: [
      {
        ...to('echoscu', (port) => ({ command: 'echoscu', args: ['127.0.0.1', String(port)] })),
        target: { kind: 'more', most: 250 },
      },
    ],
  };
}

/** Twenty echoes of an echoscu as it is installed, with Nagle's algorithm, to an acceptor of ours and to one of its own kind. */
export function untouchedEchoes(name: string, parent: string): Row {
  const count = 20;
  const to = (contestant: string, program: (folder: string) => (port: number) => Program): Contestant => ({
    name: contestant,
    async run() {
      await using folder = await freshFolder(parent);
      await using server = await startServer(program(folder.path));
      const echoscu = { command: 'echoscu', args: ['--repeat', String(count), '127.0.0.1', String(server.port)] };
      const { ms } = await runProgram(untouched(echoscu));
      return { value: count / (ms / 1000) };
    },
  });
  return {
    name,
    unit: '/s',
    better: 'higher',
    ours: to('gantry listen', listen),
    rivals: [{ ...to('untouched storescp', (folder) => (port) => untouched(storescp(folder)(port))), target: ratio(10) }],
  };
}
