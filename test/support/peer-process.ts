// A DICOM program of somebody else as a real process on loopback: started on a free port, ready when it can be connected to, stopped by its id.
import { spawn, type ChildProcess } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { until } from './until.ts';

export interface RunResult {
  readonly code: number | null;
  /** Standard output and error together. */
  readonly output: string;
}

/** Without Nagle's algorithm, which DCMTK leaves on: each operation would stall for 44 ms. */
const environment = { ...process.env, TCP_NODELAY: '1' };

/** Runs a program to its end. */
export function run(command: string, args: readonly string[], options: { readonly cwd?: string } = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const gather = (text: Buffer): void => {
      output += text.toString('latin1');
    };
    child.stdout.on('data', gather);
    child.stderr.on('data', gather);
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

/** Whether the program is installed; a test that needs it prints why it is left out. */
export async function installed(command: string): Promise<boolean> {
  const { code } = await run('which', [command]);
  if (code !== 0) console.log(`left out: ${command} is not installed`);
  return code === 0;
}

export interface PeerProcess extends AsyncDisposable {
  readonly port: number;
  /** What it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

export interface PeerOptions {
  readonly command: string;
  readonly port: number;
  readonly args: readonly string[];
  readonly cwd?: string;
}

export async function startPeer({ command, port, args, cwd }: PeerOptions): Promise<PeerProcess> {
  const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], ...(cwd !== undefined && { cwd }) });
  let output = '';
  const gather = (text: Buffer): void => {
    output = (output + text.toString('latin1')).slice(-100_000);
  };
  child.stdout.on('data', gather);
  child.stderr.on('data', gather);
  await until(() => canConnect(port, child, () => output), { what: `${command} on port ${port}`, within: 20_000 });
  const stop = (): Promise<void> => stopProcess(child);
  return { port, output: () => output, stop, [Symbol.asyncDispose]: stop };
}

function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
}

function canConnect(port: number, child: ChildProcess, output: () => string): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`the peer ended with ${child.exitCode}: ${output()}`);
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

const given = new Set<number>();

/** One that nobody has, and that was not given away before in this process: whoever is to listen there may begin a while later. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  if (given.has(address.port)) return freePort();
  given.add(address.port);
  return address.port;
}
