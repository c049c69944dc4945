/** Tags (PS3.5 §7.1): 0xGGGGEEEE as an unsigned number, and its written forms. */
import type { Tag } from './types.ts';

export const groupOf = (tag: Tag): number => tag >>> 16;
export const elementOf = (tag: Tag): number => tag & 0xffff;
export const isPrivate = (tag: Tag): boolean => (tag >>> 16) % 2 === 1;
export const isGroupLength = (tag: Tag): boolean => (tag & 0xffff) === 0;
/** (gggg,0010-00FF) reserves a block of private elements for the creator it names (PS3.5 §7.8.1). */
export const isPrivateCreator = (tag: Tag): boolean => isPrivate(tag) && elementOf(tag) >= 0x10 && elementOf(tag) <= 0xff;

/** 'GGGGEEEE' as the DICOM JSON model and paths write it. */
export const hexTag = (tag: Tag): string => (tag >>> 0).toString(16).toUpperCase().padStart(8, '0');

/** '(GGGG,EEEE)'. */
export function formatTag(tag: Tag): string {
  const hex = hexTag(tag);
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** Reads '(0010,0020)', '0010,0020', '00100020' or '0x00100020'; undefined for anything else. */
export function parseTag(text: string): Tag | undefined {
  const found = /^\s*(?:\(\s*([0-9a-f]{4})\s*,\s*([0-9a-f]{4})\s*\)|([0-9a-f]{4}),?([0-9a-f]{4})|0x([0-9a-f]{4})([0-9a-f]{4}))\s*$/i.exec(
    text,
  );
  if (!found) return undefined;
  const [, g1, e1, g2, e2, g3, e3] = found;
  return parseInt(`${g1 ?? g2 ?? g3 ?? ''}${e1 ?? e2 ?? e3 ?? ''}`, 16);
}
