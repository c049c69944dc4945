/** The table of commands. Each is loaded when it is called, so that an echo does not wait for an archive. */
import { UsageError } from '../errors.ts';
import type { Io } from './report.ts';
import { USAGE } from './usage.ts';

export interface CommandContext {
  readonly io: Io;
  /** Fires on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Called when the modules of the command are there, before it begins. */
  readonly loaded?: () => void;
}

/** Resolves to whether everything that was asked for happened. */
export type Command = (args: readonly string[], context: CommandContext) => Promise<boolean>;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  echo: async () => (await import('./commands/echo.ts')).echo,
  verify: async () => (await import('./commands/verify.ts')).verify,
  store: async () => (await import('./commands/store.ts')).store,
  find: async () => (await import('./commands/find.ts')).find,
  worklist: async () => (await import('./commands/find.ts')).worklist,
  get: async () => (await import('./commands/get.ts')).get,
  move: async () => (await import('./commands/move.ts')).move,
  commit: async () => (await import('./commands/commit.ts')).commit,
  listen: async () => (await import('./commands/listen.ts')).listen,
  proxy: async () => (await import('./commands/proxy.ts')).proxy,
};

/** Exit status: 0 only when everything asked for happened, 1 when not, 2 when the command line was wrong. */
export async function run(argv: readonly string[], context: CommandContext): Promise<0 | 1 | 2> {
  const { io } = context;
  const [name = '', ...args] = argv;
  const options = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  if (name === 'help' || options.includes('--help') || options.includes('-h')) {
    io.out(USAGE);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const json = options.includes('--json');
  if (!load) {
    const message = name ? `There is no command "${name}".` : 'A command is missing.';
    if (json) complain(new UsageError('invalid-argument', `${message.slice(0, -1)}: see gantry --help.`), { json, io });
    else io.err(name ? `${message}\n\n${USAGE}` : USAGE);
    return 2;
  }
  try {
    const command = await load();
    context.loaded?.();
    return (await command(args, context)) ? 0 : 1;
  } catch (error) {
    return complain(error, { json, io });
  }
}

function complain(error: unknown, { json, io }: { readonly json: boolean; readonly io: Io }): 1 | 2 {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const usage = error instanceof UsageError;
  if (json) io.out(JSON.stringify({ kind: usage ? 'usage' : 'error', code, message }));
  else io.err(message);
  return usage ? 2 : 1;
}
