/** The index belongs to one folder; for another one it is begun anew. Stars stay: they are told by UID and by no file. */
import type { Database } from '../storage/database.ts';

const OF_THE_FILES = ['inbox_instance', 'inbox_arrival', 'inbox_series', 'inbox_study', 'inbox_text'];

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
