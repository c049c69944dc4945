/** The process around the command line: signals in, exit status out. */
import { compileLate } from './late-compiling.ts';
import { createOutput } from './output.ts';
import { run } from './run.ts';

export { run };

/** After a signal, at the latest: a reader that never reads must not keep us. */
const LATEST_END_MS = 12_000;

/** Runs what this process was called with, and ends it. */
export async function main(): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (): void => {
    controller.abort();
    setTimeout(() => process.exit(1), LATEST_END_MS).unref();
  };
  // The first signal ends what is under way in good order; the second is the system's.
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // A reader that has gone (`| head`) ends the command the same way.
  process.stdout.on('error', stop);
  process.stderr.on('error', stop);

  const out = createOutput(process.stdout, signal);
  const err = createOutput(process.stderr, signal);
  const io = { out: out.line, err: err.line, room: out.room };
  const status = await run(process.argv.slice(2), { io, signal, loaded: compileLate });
  await Promise.all([out.end(), err.end()]);
  // All is done and said: what Node would still take apart goes with the process.
  process.exit(status);
}
