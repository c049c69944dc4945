/** Stars that a person gives to studies, by their UIDs: what the index is made from again does not touch them. */
import type { Database } from '../storage/database.ts';

/** Returns the index's numbers of those studies that are here. */
export function flagStudies(database: Database, studies: readonly string[], flagged: boolean): readonly number[] {
  const change = database.statement(flagged ? 'INSERT OR IGNORE INTO inbox_flag (uid) VALUES (?)' : 'DELETE FROM inbox_flag WHERE uid = ?');
  database.transaction(() => {
    for (const uid of studies) change.run(uid);
  });
  return database
    .statement<{ id: number }>('SELECT id FROM inbox_study WHERE uid IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(studies))
    .map(({ id }) => id);
}
