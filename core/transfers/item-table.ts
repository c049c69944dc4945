/** The items of pulls. */
import { pullItem } from './pull-item.ts';
import type { Database } from '../storage/database.ts';
import { parsed } from '../lib/parsed.ts';
import type { ItemRecord } from './types.ts';

interface Row {
  readonly idx: number;
  readonly item: string;
  readonly done: number;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
  readonly total: number | null;
  readonly arrived: number;
}

export interface ItemTable {
  all(id: string): readonly ItemRecord[];
  put(id: string, items: readonly ItemRecord[]): void;
}

export function openItemTable(database: Database): ItemTable {
  return {
    all: (id) => database.statement<Row>('SELECT * FROM transfer_item WHERE transfer_id = ? ORDER BY idx').all(id).flatMap(toRecord),
    put: (id, items) =>
      database.transaction(() => {
        const insert = database.statement(
          'INSERT OR REPLACE INTO transfer_item (transfer_id, idx, item, done, completed, failed, warning, total, arrived) VALUES (?,?,?,?,?,?,?,?,?)',
        );
        for (const { index, item, done, completed, failed, warning, total, arrived } of items) {
          insert.run(id, index, JSON.stringify(item), done ? 1 : 0, completed, failed, warning, total, arrived);
        }
      }),
  };
}

function toRecord(row: Row): readonly ItemRecord[] {
  const item = pullItem(parsed(row.item));
  if (!item) return [];
  const { completed, failed, warning, total, arrived } = row;
  return [{ index: row.idx, item, done: row.done !== 0, completed, failed, warning, total, arrived }];
}
