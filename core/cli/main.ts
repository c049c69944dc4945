/** The process around the command line: signals in, exit status out. */
import { createOutput } from './output.ts';
import { run } from './run.ts';

const controller = new AbortController();
const stop = (): void => controller.abort();
// The first signal ends what is under way in good order; the second is the system's.
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
// A reader that has gone (`| head`) ends the command the same way.
process.stdout.on('error', stop);
process.stderr.on('error', stop);

const out = createOutput(process.stdout);
const err = createOutput(process.stderr);
process.exitCode = await run(process.argv.slice(2), { io: { out: out.line, err: err.line }, signal: controller.signal });
await Promise.all([out.end(), err.end()]);
