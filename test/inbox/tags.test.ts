// The tag view: every element of real and of made objects, long values passed over, one value whole.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFileMeta } from '../../core/dicom/file-meta.ts';
import { systemFiles } from '../../core/inbox/files.ts';
import { tagsOf, tagValueOf } from '../../core/inbox/tags.ts';
import { ctObject, inboxes, send } from './support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

async function received(more: Parameters<typeof ctObject>[1], change = (object: ReturnType<typeof ctObject>) => object) {
  const inbox = place.open();
  expect(await send(inbox.store, change(ctObject('1.2.3.1.1', more)))).toBe(0);
  const [row] = inbox.instances('1.2.3', '1.2.3.1');
  return { inbox, id: row?.instanceId ?? 0 };
}

describe('the tags of an object', () => {
  it('have paths, names and values, meta group and items too', async () => {
    const { inbox, id } = await received({
      PatientName: 'Müller^Jörg',
      RequestAttributesSequence: [{ ScheduledProcedureStepID: 'S1' }, { ScheduledProcedureStepID: 'S2' }],
    });
    const rows = inbox.tags(id);
    const at = (wanted: string) => rows.find((row) => row.path === wanted);
    expect(at('0002,0010')).toMatchObject({ keyword: 'TransferSyntaxUID', value: '1.2.840.10008.1.2.1', vr: 'UI' });
    expect(at('0010,0010')).toMatchObject({ name: "Patient's Name", value: 'Müller^Jörg', kind: 'element', depth: 0, cut: false });
    expect(at('0040,0275')).toMatchObject({ kind: 'sequence' });
    expect(at('0040,0275[1]')).toMatchObject({ kind: 'item', depth: 1 });
    expect(at('0040,0275[1].0040,0009')).toMatchObject({ value: 'S2', depth: 2, kind: 'element' });
    expect(inbox.tagValue(id, '0040,0275[1].0040,0009')).toBe('S2');
    expect(() => inbox.tagValue(id, '0040,0275[7].0040,0009')).toThrow(/no such element/);
  });

  it('cut long values and give them whole when asked', async () => {
    const comment = 'x'.repeat(5_000);
    const { inbox, id } = await received({ ImageComments: comment });
    const row = inbox.tags(id).find(({ keyword }) => keyword === 'ImageComments');
    expect(row).toMatchObject({ cut: true, length: 5_000 });
    expect(row?.value).toHaveLength(256);
    expect(inbox.tagValue(id, row?.path ?? '')).toBe(comment);
  });

  it('pass over values of many megabytes and go on behind them', async () => {
    const { inbox, id } = await received({ EncapsulatedDocument: { vr: 'OB', value: new Uint8Array(5_000_000).fill(7) }, PixelData: { vr: 'OW', value: new Uint8Array(9_000_000) }, DataSetTrailingPadding: { vr: 'OB', value: new Uint8Array(4) } });
    const rows = inbox.tags(id);
    expect(rows.find(({ keyword }) => keyword === 'EncapsulatedDocument')).toMatchObject({ length: 5_000_000, cut: true });
    expect(rows.find(({ keyword }) => keyword === 'PixelData')).toMatchObject({ length: 9_000_000, cut: true });
    expect(rows.at(-1)).toMatchObject({ keyword: 'DataSetTrailingPadding', length: 4 });
    expect(rows.find(({ keyword }) => keyword === 'EncapsulatedDocument')?.value).toMatch(/^07 07/);
  });

  it('are read from a deflated object', async () => {
    const { inbox, id } = await received({}, (object) => ({ ...object, transferSyntaxUid: '1.2.840.10008.1.2.1.99', bytes: deflateRawSync(object.bytes) }));
    expect(inbox.tags(id).find(({ keyword }) => keyword === 'PatientID')).toMatchObject({ value: 'P1' });
  });

  it('of an object that ends in the middle say so', async () => {
    const { inbox, id } = await received({ PixelData: { vr: 'OW', value: new Uint8Array(2_000_000) } }, (object) => ({ ...object, bytes: object.bytes.subarray(0, -5) }));
    expect(inbox.tags(id).at(-1)).toMatchObject({ name: 'What follows cannot be read' });
  });
});

function isPart10(file: string): boolean {
  return statSync(file).isFile() && (readFileMeta(readFileSync(file))?.dataSetOffset ?? 0) > 132;
}
const samples = '/usr/lib/python3/dist-packages/pydicom/data/test_files';
describe.runIf(existsSync(samples))('real files', () => {
  const names = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.dcm') && isPart10(path.join(samples, name))) : [];
  it('can all be looked at', () => {
    for (const name of names) {
      const file = path.join(samples, name);
      const rows = tagsOf(systemFiles, file);
      expect(rows.length, name).toBeGreaterThan(5);
      const last = rows.filter(({ depth, path: at }) => depth === 0 && at !== '').at(-1);
      expect(tagValueOf(systemFiles, file, last?.path ?? ''), name).toBeDefined();
    }
  });
});
if (!existsSync(samples)) console.log(`skipped: real files need python3-pydicom (${samples} is not there)`);
