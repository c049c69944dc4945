/** Looking into objects of the inbox: each call opens the file, reads what it is asked for and closes it. */
import type { CallPayload, CallResult } from '../contract.ts';
import { compareObjects } from '../objects/compare.ts';
import { openObject, type ObjectBytes } from '../objects/open-object.ts';
import { findRows, levelRows, tagBytes, tagValue } from '../objects/tag-rows.ts';
import type { InboxSlot } from './inbox-slot.ts';
import { ExplainedError } from './serve.ts';

type Result<N extends 'tags.level' | 'tags.find' | 'tags.value' | 'tags.bytes' | 'tags.compare'> = CallResult<N>;

export const tagsOf = (slot: InboxSlot) => {
  const open = (instanceId: number): ObjectBytes => {
    const path = slot.inbox.path({ kind: 'instance', instanceId });
    if (path === undefined) throw new ExplainedError('not-here', 'It is no longer in the inbox.');
    return openObject(path);
  };
  const there = <T>(found: T | undefined): T => {
    if (found === undefined) throw new ExplainedError('no-element', 'The object has no such element.');
    return found;
  };
  return {
    level({ instanceId, path, from, limit }: CallPayload<'tags.level'>): Result<'tags.level'> {
      using object = open(instanceId);
      return levelRows(object, path, { from, limit });
    },
    find({ instanceId, text }: CallPayload<'tags.find'>): Result<'tags.find'> {
      using object = open(instanceId);
      return findRows(object, text);
    },
    value({ instanceId, path }: CallPayload<'tags.value'>): Result<'tags.value'> {
      using object = open(instanceId);
      return there(tagValue(object, path));
    },
    bytes({ instanceId, path, from, length }: CallPayload<'tags.bytes'>): Result<'tags.bytes'> {
      using object = open(instanceId);
      return there(tagBytes(object, path, { from, length }));
    },
    async compare({ left, right, onlyDifferences }: CallPayload<'tags.compare'>, signal: AbortSignal): Promise<Result<'tags.compare'>> {
      using one = open(left);
      using other = open(right);
      return await compareObjects(one, other, { onlyDifferences, signal });
    },
  };
};
