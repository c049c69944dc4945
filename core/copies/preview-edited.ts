/** What edits would make of one object: each edit's element before and after. */
import type { PreviewRow } from '../contract/copies.ts';
import { lookUp } from '../dicom/dictionary.ts';
import { visit, type Visited } from '../dicom/rewrite.ts';
import { formatTag, isPrivate } from '../dicom/tag.ts';
import { edit, EditError, type Edit, type Editing } from '../editing/edit.ts';
import { formatPath, parsePath } from '../editing/path.ts';
import type { ObjectBytes } from '../objects/open-object.ts';
import { shown } from './preview.ts';

export interface EditsPreviewed {
  readonly rows: readonly PreviewRow[];
  readonly problems: readonly { readonly index: number; readonly message: string }[];
  readonly madeUtf8: boolean;
}

export function previewEdited(object: ObjectBytes, editing: Editing): EditsPreviewed {
  const found = elementsAt(object, editing.edits);
  const rows = editing.edits.map((wanted) => rowOf(wanted, found));
  const problems: { index: number; message: string }[] = [];
  let madeUtf8 = false;
  // One wrong edit does not hide what is wrong with the next.
  const alone = (edits: readonly Edit[]): boolean => edit(object.source, object.coding, { ...editing, edits }).madeUtf8;
  for (const [index, wanted] of editing.edits.entries()) {
    try {
      madeUtf8 = alone([wanted]) || madeUtf8;
      if (wanted.kind === 'remove' && !found.has(keyOf(wanted))) problems.push({ index, message: 'The object has no such element' });
    } catch (error) {
      if (!(error instanceof EditError)) throw error;
      problems.push({ index, message: error.message });
    }
  }
  return { rows, problems, madeUtf8 };
}

const keyOf = ({ path }: Edit): string => {
  const parsed = parsePath(path);
  return parsed ? formatPath(parsed) : path;
};

interface Found {
  readonly vr: string;
  readonly text: string;
}

function elementsAt(object: ObjectBytes, edits: readonly Edit[]): ReadonlyMap<string, Found> {
  const wanted = new Set(edits.map(keyOf));
  const found = new Map<string, Found>();
  visit(object.source, object.coding, (element: Visited) => {
    const key = formatPath({ steps: element.level.path, tag: element.tag });
    if (wanted.has(key)) found.set(key, { vr: element.vr, text: shown(element) });
    return element.vr === 'SQ' && [...wanted].some((path) => path.startsWith(`${key}[`)) ? 'descend' : 'keep';
  });
  return found;
}

function rowOf(wanted: Edit, found: ReadonlyMap<string, Found>): PreviewRow {
  const parsed = parsePath(wanted.path);
  const key = keyOf(wanted);
  const before = found.get(key);
  const entry = parsed && lookUp(parsed.tag);
  const name = entry?.name ?? (parsed && isPrivate(parsed.tag) ? 'Private element' : '');
  const vr = (wanted.kind === 'set' && wanted.vr) || before?.vr || entry?.vr || '';
  const row = { path: key, tag: parsed ? formatTag(parsed.tag) : wanted.path, name, vr, before: before?.text ?? '' };
  if (wanted.kind === 'remove') return { ...row, action: 'removed', after: '' };
  return { ...row, action: before ? 'changed' : 'added', after: wanted.value };
}
