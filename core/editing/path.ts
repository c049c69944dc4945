/** Where an element stands, as the tag view writes it: '0010,0010', '0040,0275[0].0008,0104'; keywords do as well as tags. */
import { toTag } from '../dicom/dictionary.ts';
import type { Step } from '../dicom/rewrite.ts';
import { hexTag } from '../dicom/tag.ts';
import type { Tag } from '../dicom/types.ts';

export interface ElementPath {
  readonly steps: readonly Step[];
  readonly tag: Tag;
}

const DEEPEST = 64;

/** Undefined for what is no path. */
export function parsePath(text: string): ElementPath | undefined {
  const parts = text.trim().split('.');
  const steps: Step[] = [];
  for (const part of parts.slice(0, -1)) {
    const found = /^(.+)\[(\d{1,6})\]$/.exec(part);
    const tag = found?.[1] === undefined ? undefined : toTag(found[1]);
    if (tag === undefined || steps.length >= DEEPEST) return undefined;
    steps.push({ tag, item: Number(found?.[2]) });
  }
  const tag = toTag(parts.at(-1) ?? '');
  return tag === undefined ? undefined : { steps, tag };
}

export function formatElementTag(tag: Tag): string {
  const hex = hexTag(tag).toLowerCase();
  return `${hex.slice(0, 4)},${hex.slice(4)}`;
}

export const levelKey = (steps: readonly Step[]): string => steps.map(({ tag, item }) => `${formatElementTag(tag)}[${item}].`).join('');

export const formatPath = ({ steps, tag }: ElementPath): string => levelKey(steps) + formatElementTag(tag);
