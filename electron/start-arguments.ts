// What the command line and the environment may say of a start: the person's data folder and the inbox's port, for tests and scripts.
import path from 'node:path';

/** @returns the folder named by --user-data-dir or GANTRY_USER_DATA, or null for the platform's own */
export function namedDataFolder(argv: readonly string[], env: NodeJS.ProcessEnv): string | null {
  const named = valueOf(argv, '--user-data-dir') ?? env['GANTRY_USER_DATA'];
  return named ? path.resolve(named) : null;
}

/** @returns the port of --inbox-port, or null; it is kept in the settings like one that a person typed */
export function namedPort(argv: readonly string[]): number | null {
  const port = Number(valueOf(argv, '--inbox-port') ?? Number.NaN);
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : null;
}

const valueOf = (argv: readonly string[], name: string): string | undefined =>
  argv.find((argument) => argument.startsWith(`${name}=`))?.slice(name.length + 1);
