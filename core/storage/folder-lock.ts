/**
 * One process at a time in a folder. The lock is an exclusive transaction on a small database file, because the operating system itself
 * lets go of that when the process dies, however it dies: nothing stale is ever left behind.
 */
import Libsql from 'libsql';
import path from 'node:path';

/** Returns what lets go of the lock, or undefined when another holds it. @throws when the folder cannot be written to. */
export function lockFolder(folder: string): (() => void) | undefined {
  const connection = new Libsql(path.join(folder, '.lock'), { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
    return () => {
      connection.exec('ROLLBACK');
      connection.close();
    };
  } catch (error) {
    connection.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
}
