/** What stands in for a value that must be there and must say nothing (action D of PS3.15 Table E.1-1): valid for its VR. */
import { encodeText } from '../dicom/character-set-encode.ts';
import { encodeNumbers } from '../dicom/value-encode.ts';
import type { Tag } from '../dicom/types.ts';
import { vrOf } from '../dicom/vr.ts';

const TEXTS: Readonly<Record<string, string>> = {
  AE: 'ANONYMOUS',
  AS: '000Y',
  CS: 'REMOVED',
  DA: '19000101',
  DS: '0',
  DT: '19000101000000',
  IS: '0',
  LO: 'REMOVED',
  LT: 'REMOVED',
  PN: 'Anonymous',
  SH: 'REMOVED',
  ST: 'REMOVED',
  TM: '000000',
  UC: 'REMOVED',
  UI: '2.25.0',
  UR: 'about:blank',
  UT: 'REMOVED',
};

/** Bytes in little endian. */
export function dummyValue(tag: Tag, vr: string): Uint8Array {
  const text = TEXTS[vr];
  if (text !== undefined) return encodeText(text, vr, []);
  const { kind, unit } = vrOf(vr);
  if (kind === 'number') return encodeNumbers({ tag, vr }, [0]);
  return new Uint8Array(Math.max(2, kind === 'tag' ? 4 : unit));
}

const PDF_TYPE = 'application/pdf';

/** A document of one empty page; of other formats nothing but a word. */
export const dummyDocument = (mimeType: string): Uint8Array =>
  new TextEncoder().encode(mimeType.trim() === PDF_TYPE ? emptyPdf() : 'REMOVED ');

function emptyPdf(): string {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
  ];
  let text = '%PDF-1.4\n';
  const places: number[] = [];
  objects.forEach((object, index) => {
    places.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const whole = `${text}xref\n0 4\n0000000000 65535 f \n${table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
  return whole.length % 2 === 0 ? whole : `${whole}\n`;
}
