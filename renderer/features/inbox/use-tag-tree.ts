/** The levels of one object's tags that were opened, and what a search finds in all of them. */
import { useCallback, useEffect, useState } from 'react';
import type { TagRows } from '../../../core/contract.ts';
import { useGantry } from '../../use-gantry.ts';
import { PART, type TagLevels } from './tags.ts';

interface TagTree {
  readonly levels: TagLevels;
  /** Why the object cannot be read; null while it can. */
  readonly failed: string | null;
  /** Reads a level, or the next part of it. */
  readonly read: (path: string) => void;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const useTagTree = (instanceId: number): TagTree => {
  const { api } = useGantry();
  const [levels, setLevels] = useState<TagLevels>(new Map());
  const [failed, setFailed] = useState<string | null>(null);
  const read = useCallback(
    (path: string): void => {
      const known = levels.get(path);
      if (known !== undefined && !known.more) return;
      const from = known?.rows.length ?? 0;
      api.call('tags.level', { instanceId, path, from, limit: PART }).then(
        ({ rows, more }) =>
          setLevels((now) => new Map(now).set(path, { rows: [...(now.get(path)?.rows.slice(0, from) ?? []), ...rows], more })),
        (error: unknown) => setFailed(wordsOf(error)),
      );
    },
    [api, instanceId, levels],
  );
  useEffect(() => {
    const stop = new AbortController();
    api.call('tags.level', { instanceId, path: '', from: 0, limit: PART }, stop.signal).then(
      (level) => setLevels((now) => new Map(now).set('', level)),
      (error: unknown) => {
        if (!stop.signal.aborted) setFailed(wordsOf(error));
      },
    );
    return () => stop.abort();
  }, [api, instanceId]);
  return { levels, failed, read };
};

const AFTER_TYPING_MS = 120;

/** null while nothing is looked for. What was found stays until the next answer. */
export const useTagSearch = (instanceId: number, text: string): TagRows | null => {
  const { api } = useGantry();
  const [found, setFound] = useState<TagRows | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === '') return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.call('tags.find', { instanceId, text: wanted }, stop.signal).then(setFound, () => undefined);
    }, AFTER_TYPING_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, instanceId, wanted]);
  return wanted === '' ? null : found;
};
