/**
 * An export as a DICOM disc: objects under DICOM/ with names that every file system of a disc takes (PS3.10 §8.5, PS3.11 Annex D), and the
 * DICOMDIR that leads to them. To be burned or copied as it lies.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../association/defaults.ts';
import { uidFromUuid } from '../../dicom/uid.ts';
import { writeObject } from '../folder.ts';
import { patientKey } from '../patient-key.ts';
import type { Container, OpenObject } from '../types.ts';
import { encodeDirectory, type DirectoryRecord } from './directory.ts';
import { recordTypeOf } from './record-types.ts';
import { objectRecord, patientRecord, seriesRecord, studyRecord, type RecordElements } from './records.ts';

const FILE_SET_ID = 'GANTRY';
const SECOND = 'A disc holds each SOP instance once, and another version of it is on it';
const HOMELESS = 'It has no Study or Series Instance UID, without which a disc has no place for it';

interface Entity extends DirectoryRecord {
  readonly below: Entity[];
  readonly children: Map<string, Entity>;
  /** 'ST000002' in its parent. */
  readonly name: string;
}

const entity = (elements: RecordElements, name: string): Entity => ({ elements, name, below: [], children: new Map() });

export async function createDisc(place: string): Promise<Container> {
  await mkdir(place);
  const root = entity([], 'DICOM');
  const seen = new Set<string>();
  return {
    async add(object) {
      const { header, sopInstanceUid } = object;
      if (seen.has(sopInstanceUid)) return SECOND;
      const type = recordTypeOf(object.sopClassUid);
      if (!type.root && (header.text('StudyInstanceUID') === '' || header.text('SeriesInstanceUID') === '')) return HOMELESS;
      const entities = type.root ? [root] : [root, ...entitiesOf(root, object)];
      const parent = entities.at(-1) ?? root;
      const at = parent.below.length + 1;
      const name = numbered(type.root ? 'OB' : 'IM', at);
      const fileId = [...entities.map((one) => one.name), name];
      const file = path.join(place, ...fileId);
      await mkdir(path.dirname(file), { recursive: true });
      await writeObject(object, file);
      seen.add(sopInstanceUid);
      parent.below.push(entity(objectRecord({ ...object, type, fileId, at }), name));
      return null;
    },
    async finish() {
      const options = {
        fileSetId: FILE_SET_ID,
        sopInstanceUid: uidFromUuid(randomUUID()),
        implementation: { classUid: IMPLEMENTATION_CLASS_UID, versionName: IMPLEMENTATION_VERSION_NAME },
      };
      await writeFile(path.join(place, 'DICOMDIR'), encodeDirectory(root.below, options), { flag: 'wx' });
    },
    abandon: () => Promise.resolve(),
  };
}

/** Patient, study and series of the object; made when they are first met. */
function entitiesOf(root: Entity, { header }: OpenObject): readonly Entity[] {
  const patient = child(root, { key: patientKey(header), letters: 'PA', make: (at) => patientRecord(header, at) });
  const study = child(patient, { key: header.text('StudyInstanceUID'), letters: 'ST', make: (at) => studyRecord(header, at) });
  const series = child(study, { key: header.text('SeriesInstanceUID'), letters: 'SE', make: (at) => seriesRecord(header, at) });
  return [patient, study, series];
}

interface Wanted {
  readonly key: string;
  /** Of its name on the disc. */
  readonly letters: 'PA' | 'ST' | 'SE';
  readonly make: (at: number) => RecordElements;
}

function child(parent: Entity, { key, letters, make }: Wanted): Entity {
  const known = parent.children.get(key);
  if (known) return known;
  const at = parent.below.length + 1;
  const made = entity(make(at), numbered(letters, at));
  parent.below.push(made);
  parent.children.set(key, made);
  return made;
}

const numbered = (letters: string, at: number): string => `${letters}${String(at).padStart(6, '0')}`;
