/** Before and after, element by element, for a person to read before a copy is made. */
import type { PreviewRow } from '../contract/copies.ts';
import { decodeText } from '../dicom/character-set.ts';
import { lookUp } from '../dicom/dictionary.ts';
import type { Change, Visited } from '../dicom/rewrite.ts';
import { formatTag } from '../dicom/tag.ts';
import { binaryNumbers, trimmed } from '../dicom/values.ts';
import { vrOf } from '../dicom/vr.ts';
import { formatPath } from '../editing/path.ts';
import { toHex } from '../lib/bytes.ts';

const SHOWN = 256;
const SHOWN_BYTES = 1_024;

export function previewRow(element: Visited, action: string, change: Change): PreviewRow {
  const { tag, vr, creator, level } = element;
  const name = lookUp(tag, creator)?.name ?? '';
  const row = { path: formatPath({ steps: level.path, tag }), tag: formatTag(tag), name, vr, action };
  return { ...row, before: shown(element), after: changed(element, change) };
}

export function shown(element: Visited): string {
  const { vr, length, level } = element;
  if (vr === 'SQ') return length === 0 ? '' : 'items';
  const { kind } = vrOf(vr);
  if (kind === 'text' || kind === 'string') return cut(trimmed(element.text(), vr));
  const bytes = element.value(SHOWN_BYTES);
  if (kind === 'number') return cut(binaryNumbers({ vr, bytes, littleEndian: level.coding.littleEndian }).join('\\'));
  return cut(toHex(bytes.subarray(0, 48), ' ')) + (length > 48 ? '…' : '');
}

function changed(element: Visited, change: Change): string {
  if (change === 'keep' || change === 'descend') return shown(element);
  if (change === 'remove') return '';
  const { value, vr } = change;
  if (!(value instanceof Uint8Array)) return value.length === 0 ? '' : 'one code that says nothing';
  const { kind } = vrOf(vr);
  if (kind === 'text' || kind === 'string')
    return cut(trimmed(decodeText(value, vr, { characterSets: element.level.characterSets, fallback: [] }).text, vr));
  return kind === 'number' ? binaryNumbers({ vr, bytes: value, littleEndian: true }).join('\\') : cut(toHex(value.subarray(0, 48), ' '));
}

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
