/**
 * The programs that are measured, as real processes on loopback: how long a run takes by the wall clock and the most memory that it held.
 * DCMTK runs without Nagle's algorithm unless it is to be as it is installed. Memory comes from /proc, where there is one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from '../support/peer-process.ts';
import { until } from '../support/until.ts';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Nagle's algorithm stays on, as DCMTK is installed. */
  readonly untouched?: boolean;
}

export interface Run {
  readonly ms: number;
  /** MiB; NaN where the system does not tell. */
  readonly memory: number;
}

export interface RunOptions {
  /** Standard output and error, piece by piece, with the moment at which they came. */
  readonly onOutput?: (text: string, at: number) => void;
}

const MEMORY_EVERY_MS = 20;

/** Runs a program to its end; rejects unless it ends with 0. */
export function runProgram(program: Program, { onOutput }: RunOptions = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = start(program, onOutput ? 'pipe' : 'ignore');
    let complaint = '';
    let memory = Number.NaN;
    child.stderr?.on('data', (text: Buffer) => {
      complaint = (complaint + text.toString('latin1')).slice(-2000);
      onOutput?.(text.toString('latin1'), performance.now());
    });
    child.stdout?.on('data', (text: Buffer) => onOutput?.(text.toString('latin1'), performance.now()));
    const watching = setInterval(() => (memory = highestMemory(child.pid) || memory), MEMORY_EVERY_MS);
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watching);
      const ms = performance.now() - started;
      if (code === 0) resolve({ ms, memory });
      else reject(new Error(`${program.command} ended with ${code}: ${complaint}`));
    });
  });
}

export interface Server extends AsyncDisposable {
  readonly port: number;
  /** Highest so far, MiB. */
  readonly memory: number;
}

/** Starts a server on a free port, or on the given one; ready when it can be connected to. */
export async function startServer(program: (port: number) => Program, given?: number): Promise<Server> {
  const port = given ?? (await freePort());
  const made = program(port);
  const child = start(made, 'ignore');
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint = (complaint + text.toString('latin1')).slice(-2000)));
  await until(
    () => {
      if (child.exitCode !== null) throw new Error(`${made.command} ended with ${child.exitCode}: ${complaint}`);
      return answers(port);
    },
    { what: `${made.command} on port ${port}`, within: 30_000 },
  );
  return {
    port,
    get memory() {
      return highestMemory(child.pid);
    },
    [Symbol.asyncDispose]: () => stop(child),
  };
}

function start({ command, args, untouched = false }: Program, output: 'pipe' | 'ignore'): ChildProcess {
  const { TCP_NODELAY: _mine, ...environment } = process.env;
  return spawn(command, args, {
    env: untouched ? environment : { ...environment, TCP_NODELAY: '1' },
    stdio: ['ignore', output, 'pipe'],
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('close', () => {
      clearTimeout(hard);
    });
  });
}

function answers(port: number): Promise<boolean> {
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

function highestMemory(pid: number | undefined): number {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'latin1'));
    return found ? Number(found[1]) / 1024 : Number.NaN;
  } catch {
    return Number.NaN;
  }
}
