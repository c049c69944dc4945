/** Looking into one object, or at two side by side: levels are read when they are opened, values when they are asked for. */
import { z } from 'zod';
import { call } from './spec.ts';
import type { TagRow } from './inbox.ts';

const instanceId = z.number().int();
/** 'gggg,eeee' with item numbers on the way; '' is the top. */
const path = z.string().max(1_000);

export interface TagRows {
  readonly rows: readonly TagRow[];
  /** There is more than was asked for, or than can be shown. */
  readonly more: boolean;
}

/** Part of a value field as it lies in the data. */
export interface TagBytes {
  readonly bytes: Uint8Array;
  /** Of the whole value field. */
  readonly length: number;
  /** Where the value field begins, from the start of the file; from the start of the inflated data set where it is deflated. */
  readonly offset: number;
}

export interface ComparedTag {
  readonly path: string;
  readonly tag: string;
  readonly name: string;
  readonly vr: string;
  readonly depth: number;
  readonly kind: TagRow['kind'];
  /** null: it is not there. */
  readonly left: string | null;
  readonly right: string | null;
  /** A sequence or item differs when something in it does. */
  readonly same: boolean;
}

export interface TagComparison {
  /** In the order of tags; of those that are the same only what was asked for. */
  readonly rows: readonly ComparedTag[];
  /** Elements that differ, those on one side only included. */
  readonly differences: number;
  /** Nothing is shown behind the last row, though there is more. */
  readonly cut: boolean;
}

export const tagCalls = {
  /** The elements of a level, or the items of a sequence. */
  'tags.level': call(
    z.object({ instanceId, path, from: z.number().int().min(0), limit: z.number().int().min(1).max(20_000) }).strict(),
  ).returns<TagRows>(),
  /** Elements of any depth whose tag, keyword, name, VR or value has every word, with the way to them. */
  'tags.find': call(z.object({ instanceId, text: z.string().max(200) }).strict()).returns<TagRows>(),
  /** The whole value of one element as text, up to a million characters. */
  'tags.value': call(z.object({ instanceId, path }).strict()).returns<string>(),
  'tags.bytes': call(
    z.object({ instanceId, path, from: z.number().int().min(0), length: z.number().int().min(1).max(65_536) }).strict(),
  ).returns<TagBytes>(),
  'tags.compare': call(z.object({ left: instanceId, right: instanceId, onlyDifferences: z.boolean() }).strict()).returns<TagComparison>(),
};
