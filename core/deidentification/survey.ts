/** A first walk over an object: who it is about, which words give that away, and what a person should look at. */
import type { RandomBytes } from '../dicom/random-bytes.ts';
import { visit, type Visited } from '../dicom/rewrite.ts';
import type { Tag } from '../dicom/types.ts';
import { trimmed } from '../dicom/values.ts';
import { vrOf } from '../dicom/vr.ts';
import type { Coding } from '../dicom/walk.ts';
import { tellingWords } from './clean-text.ts';
import { declaredSafe, type DeclaredSafe } from './safe-private.ts';
import type { Caution, Patient, ProfileOptions } from './types.ts';

export interface Survey {
  readonly patient: Patient;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly mimeType: string;
  readonly tellingWords: ReadonlySet<string>;
  readonly declaredSafe: DeclaredSafe;
  readonly cautions: readonly Caution[];
}

/** Identifiers, addresses and places, besides every person's name. */
const TELLING = new Set<Tag>([
  0x00080050, 0x00080092, 0x00080094, 0x00100020, 0x00101000, 0x00101040, 0x00101050, 0x00101090, 0x00102154, 0x00102155, 0x00102299,
  0x00120040, 0x00120042, 0x00200010, 0x00380010, 0x00380060, 0x00380300, 0x00380400, 0x0040050a, 0x00400551, 0x00401001, 0x00401102,
  0x00401103, 0x00402010, 0x00402016, 0x00402017, 0x00404036, 0x0040a353, 0x0040a354,
]);
const INSTITUTION = new Set<Tag>([0x00080080, 0x00080081, 0x00081040, 0x00120030, 0x00120031, 0x00120060]);
const DEVICE = new Set<Tag>([0x00081010, 0x00181000, 0x00400010, 0x00400242]);
/** Beyond this an object is made to be slow. */
const MOST_WORDS = 5_000;

/** Where text is often part of the picture. */
const OFTEN_BURNED = new Set(['US', 'IVUS', 'OT', 'SC', 'XA', 'RF', 'ES', 'GM', 'XC', 'OP', 'DX', 'CR', 'MG', 'BI', 'DOC', 'HC']);
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

const WANTED = {
  sopClassUid: 0x00080016,
  sopInstanceUid: 0x00080018,
  modality: 0x00080060,
  name: 0x00100010,
  id: 0x00100020,
  issuer: 0x00100021,
  birthDate: 0x00100030,
  burnedIn: 0x00280301,
  recognizable: 0x00280302,
  mimeType: 0x00420012,
} as const;

type Wanted = keyof typeof WANTED;
const NAME_OF = new Map<Tag, Wanted>(Object.entries(WANTED).map(([name, tag]) => [tag, name as Wanted]));

/** @throws DataSetError for data that cannot be read to their end. */
export function survey(source: RandomBytes, coding: Coding, options: ProfileOptions): Survey {
  const found: Partial<Record<Wanted, string>> = {};
  const words = new Set<string>();
  const safe = declaredSafe();
  const has = { pixels: false, document: false, graphics: false };
  visit(source, coding, (element) => {
    const { tag, level, vr } = element;
    const name = level.path.length === 0 ? NAME_OF.get(tag) : undefined;
    if (name) found[name] = trimmed(element.text(), vr);
    if (tellsWho(element, options) && words.size < MOST_WORDS) for (const word of tellingWords(element.text())) words.add(word);
    safe.take(element);
    has.pixels ||= tag === 0x7fe00010 || tag === 0x7fe00008 || tag === 0x7fe00009;
    has.document ||= tag === 0x00420011;
    has.graphics ||= (tag & 0xff000000) >>> 0 === 0x60000000 || tag === 0x00700001;
    return vr === 'SQ' ? 'descend' : 'keep';
  });
  const { sopClassUid = '', sopInstanceUid = '', modality = '', name = '', id = '', issuer = '', birthDate = '', mimeType = '' } = found;
  const cautions: Caution[] = [];
  if (has.pixels && found.burnedIn === 'YES') cautions.push('burned-in');
  else if (has.pixels && found.burnedIn !== 'NO' && (OFTEN_BURNED.has(modality) || sopClassUid.startsWith(SECONDARY_CAPTURE)))
    cautions.push('may-be-burned-in');
  if (found.recognizable === 'YES') cautions.push('recognizable');
  if (has.document) cautions.push('document-removed');
  if (has.graphics && options.cleanGraphics) cautions.push('graphics-kept');
  return {
    patient: { id, issuer, name, birthDate },
    sopClassUid,
    sopInstanceUid,
    mimeType,
    tellingWords: words,
    declaredSafe: safe,
    cautions,
  };
}

function tellsWho({ tag, vr }: Visited, options: ProfileOptions): boolean {
  if (vr === 'PN') return true;
  if (vrOf(vr).kind !== 'text') return false;
  return TELLING.has(tag) || (!options.keepInstitution && INSTITUTION.has(tag)) || (!options.keepDevice && DEVICE.has(tag));
}
