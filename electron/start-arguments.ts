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

/**
 * Files and folders that were named on a command line, as the operating system's "Open with" does: whole paths of what is there.
 * @param own the application's own folder, which is named before them when it runs from its sources
 */
export function namedPaths(argv: readonly string[], { cwd, own, exists }: NamedPathsOptions): readonly string[] {
  return argv
    .slice(1)
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .map((argument) => path.resolve(cwd, argument))
    .filter((place) => place !== path.resolve(own) && exists(place));
}

interface NamedPathsOptions {
  readonly cwd: string;
  readonly own: string;
  readonly exists: (place: string) => boolean;
}

const valueOf = (argv: readonly string[], name: string): string | undefined =>
  argv.find((argument) => argument.startsWith(`${name}=`))?.slice(name.length + 1);
