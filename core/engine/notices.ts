/** Things that a person should know once: a settings file that was put aside, transfers that were taken up again. */
import { randomUUID } from 'node:crypto';
import type { Notice } from '../contract.ts';
import { createLive, type Live } from '../lib/live.ts';

const KEPT = 50;

export interface Notices {
  readonly list: Live<readonly Notice[]>;
  add(level: Notice['level'], text: string, detail?: string): void;
  dismiss(id: string): void;
}

export function createNotices(): Notices {
  const list = createLive<readonly Notice[]>([]);
  return {
    list,
    add: (level, text, detail = '') =>
      list.set([...list.value, { id: randomUUID(), at: new Date().toISOString(), level, text, detail }].slice(-KEPT)),
    dismiss: (id) => list.set(list.value.filter((notice) => notice.id !== id)),
  };
}
