// The built command line as a process of its own: run to its end, or started and followed line by line.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const PROGRAM = fileURLToPath(new URL('../../out/cli/gantry.js', import.meta.url));

/** One line of `--json`. */
export type Line = Readonly<Record<string, unknown>> & { readonly kind: string };

export interface CliProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Standard output as JSON lines, whole ones only. */
  lines(): readonly Line[];
  /** The first line of that kind, when it comes. */
  line(kind: string): Promise<Line>;
  /** Sends the signal, or waits for the end by itself; the exit status. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export function startCli(args: readonly string[]): CliProcess {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const gathered = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8');
    child[name].on('data', (text: string) => {
      gathered[name] += text;
    });
  }
  const lines = (): readonly Line[] =>
    gathered.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  const end = async (signal?: NodeJS.Signals): Promise<number | null> => {
    if (signal) child.kill(signal);
    await closed;
    return child.exitCode;
  };
  return {
    child,
    pid: child.pid ?? 0,
    stdout: () => gathered.stdout,
    stderr: () => gathered.stderr,
    lines,
    async line(kind) {
      const found = (): Line | undefined => lines().find((line) => line.kind === kind);
      await until(() => found() !== undefined || child.exitCode !== null, { what: `a line of kind ${kind}`, within: 20_000 });
      const line = found();
      if (!line) throw new Error(`gantry ended with ${child.exitCode}: ${gathered.stdout}${gathered.stderr}`);
      return line;
    },
    end,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end('SIGKILL');
    },
  };
}

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: readonly Line[];
}

/** Runs a command to its end. `lines` is empty without `--json`. */
export async function gantry(...args: readonly string[]): Promise<CliRun> {
  await using process = startCli(args);
  const code = await process.end();
  return { code, stdout: process.stdout(), stderr: process.stderr(), lines: args.includes('--json') ? process.lines() : [] };
}

export interface Listening extends CliProcess {
  readonly port: number;
  /** `TITLE@127.0.0.1:port` */
  readonly address: string;
}

/** `gantry listen` on a free port. */
export async function startListening(folder: string, ...args: readonly string[]): Promise<Listening> {
  const process = startCli(['listen', '--json', '--folder', folder, '--port', '0', ...args]);
  const { title, port } = await process.line('listening');
  return { ...process, port: Number(port), address: `${String(title)}@127.0.0.1:${String(port)}` };
}
