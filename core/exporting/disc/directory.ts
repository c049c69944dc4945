/**
 * The file of a DICOMDIR (PS3.10 §8.6, PS3.3 Annex F): records depth first, each with the places of its next neighbour and of its first
 * child, counted from the file's first byte. Pure.
 */
import { elementsOf } from '../../dicom/build.ts';
import { encodeElements, type PlainElement } from '../../dicom/encode.ts';
import { encodeFileMeta } from '../../dicom/file-meta.ts';
import { TransferSyntax } from '../../dicom/transfer-syntax.ts';
import { concat } from '../../lib/bytes.ts';
import type { RecordElements } from './records.ts';

export interface DirectoryRecord {
  readonly elements: RecordElements;
  readonly below: readonly DirectoryRecord[];
}

export interface DirectoryOptions {
  readonly fileSetId: string;
  readonly sopInstanceUid: string;
  readonly implementation: { readonly classUid: string; readonly versionName: string };
}

const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';
const EXPLICIT = { explicit: true, littleEndian: true };
const RECORD_SEQUENCE = 0x00041220;
/** Tag, VR and length of the sequence; tag and length of an item. */
const SEQUENCE_HEAD = 12;
const ITEM_HEAD = 8;

export function encodeDirectory(roots: readonly DirectoryRecord[], options: DirectoryOptions): Uint8Array {
  const { fileSetId, sopInstanceUid, implementation } = options;
  const meta = encodeFileMeta({
    sopClassUid: MEDIA_DIRECTORY,
    sopInstanceUid,
    transferSyntaxUid: TransferSyntax.ExplicitLittleEndian,
    implementationClassUid: implementation.classUid,
    implementationVersionName: implementation.versionName,
  });
  const lead = meta.length + encodeElements(head(fileSetId, 0, 0), EXPLICIT).length + SEQUENCE_HEAD;
  const places = placesOf(roots, lead);
  const items: PlainElement[][] = [];
  write(roots, places, items);
  const first = places.get(roots[0])?.start ?? 0;
  const last = places.get(roots.at(-1))?.start ?? 0;
  const sequence: PlainElement = { tag: RECORD_SEQUENCE, vr: 'SQ', value: items };
  return concat([meta, encodeElements([...head(fileSetId, first, last), sequence], EXPLICIT)]);
}

const head = (fileSetId: string, first: number, last: number): readonly PlainElement[] =>
  elementsOf(
    {
      FileSetID: fileSetId,
      OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity: first,
      OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity: last,
      FileSetConsistencyFlag: 0,
    },
    [],
  );

const IN_USE = 0xffff;

const withOffsets = (elements: RecordElements, next: number, lower: number): PlainElement[] =>
  [
    ...elementsOf(
      { OffsetOfTheNextDirectoryRecord: next, RecordInUseFlag: IN_USE, OffsetOfReferencedLowerLevelDirectoryEntity: lower },
      [],
    ),
    ...elements,
  ].sort((a, b) => a.tag - b.tag);

interface Place {
  readonly start: number;
}

type Places = ReadonlyMap<DirectoryRecord | undefined, Place>;

/** Offsets are of fixed length: a record is as long before they are known as after. */
function placesOf(roots: readonly DirectoryRecord[], lead: number): Places {
  const places = new Map<DirectoryRecord | undefined, Place>();
  let at = lead;
  const visit = (records: readonly DirectoryRecord[]): void => {
    for (const record of records) {
      places.set(record, { start: at });
      at += ITEM_HEAD + encodeElements(withOffsets(record.elements, 0, 0), EXPLICIT).length;
      visit(record.below);
    }
  };
  visit(roots);
  return places;
}

function write(records: readonly DirectoryRecord[], places: Places, items: PlainElement[][]): void {
  records.forEach((record, index) => {
    const next = places.get(records[index + 1])?.start ?? 0;
    const lower = places.get(record.below[0])?.start ?? 0;
    items.push(withOffsets(record.elements, next, lower));
    write(record.below, places, items);
  });
}
