// Where things are: the bundle's folder and the person's data folder, which tests and scripts may name.
import path from 'node:path';

/** @returns the folder named by --user-data-dir or GANTRY_USER_DATA, or null for the platform's own */
export function namedDataFolder(argv: readonly string[], env: NodeJS.ProcessEnv): string | null {
  const prefix = '--user-data-dir=';
  const named = argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? env['GANTRY_USER_DATA'];
  return named ? path.resolve(named) : null;
}
