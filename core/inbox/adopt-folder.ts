/** The index belongs to one folder; for another one it is begun anew. Stars stay: they are told by UID and by no file. */
import path from 'node:path';
import type { Database } from '../storage/database.ts';

const OF_THE_FILES = ['inbox_instance', 'inbox_arrival', 'inbox_series', 'inbox_study', 'inbox_text'];

/** The files lie elsewhere from now on and are the same: the index stays. */
export function adoptAs(database: Database, { from, to }: { readonly from: string; readonly to: string }): void {
  database.statement(`UPDATE inbox_state SET value = ? WHERE name = 'folder' AND value = ?`).run(path.resolve(to), path.resolve(from));
}

/** Returns the index's numbers of the studies that it forgot. */
export function adoptFolder(database: Database, folder: string): readonly number[] {
  const known = database.statement<{ value: string }>(`SELECT value FROM inbox_state WHERE name = 'folder'`).get()?.value;
  if (known === folder) return [];
  const gone = database.statement<{ id: number }>('SELECT id FROM inbox_study').all();
  database.transaction(() => {
    for (const table of OF_THE_FILES) database.statement(`DELETE FROM ${table}`).run();
    database.statement(`INSERT OR REPLACE INTO inbox_state (name, value) VALUES ('folder', ?)`).run(folder);
  });
  return gone.map(({ id }) => id);
}
