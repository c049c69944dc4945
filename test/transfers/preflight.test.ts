// What is looked at before anything is sent: good files, odd ones, broken ones, folders of any shape.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildDataSet, type Entries } from '../../core/dicom/build.ts';
import { encodeDataSet } from '../../core/dicom/encode.ts';
import { encodeFileMeta } from '../../core/dicom/file-meta.ts';
import { retryDelay } from '../../core/transfers/backoff.ts';
import { openFileSource } from '../../core/transfers/file-source.ts';
import { preflight } from '../../core/transfers/preflight.ts';
import { cancelledSummary, pullSummary, sendSummary } from '../../core/transfers/summary.ts';
import type { ObjectRecord } from '../../core/transfers/types.ts';
import { pydicomFile } from '../support/object-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const CT = '1.2.840.10008.5.1.4.1.1.2';

function part10(entries: Entries): Uint8Array {
  const meta = encodeFileMeta({
    sopClassUid: CT,
    sopInstanceUid: '1.2.3',
    transferSyntaxUid: EXPLICIT,
    implementationClassUid: '1.2.3.4',
    implementationVersionName: 'TEST',
    sourceTitle: 'TEST',
  });
  const bytes = encodeDataSet(buildDataSet(entries), EXPLICIT);
  return Buffer.concat([meta, bytes]);
}

async function look(sources: readonly string[], signal = new AbortController().signal): Promise<readonly ObjectRecord[]> {
  const found: ObjectRecord[] = [];
  await preflight({ sources, signal, add: (objects) => void found.push(...objects) });
  return found;
}

const asText = (uid: string): { readonly vr: string; readonly value: Uint8Array } => ({ vr: 'UI', value: new TextEncoder().encode(uid) });

describe('one file', () => {
  it.each([
    ['no UID', { SOPClassUID: CT, PatientName: 'A' }, /no SOP Instance UID/],
    ['no class', { SOPInstanceUID: '1.2.3', PatientName: 'A' }, /no SOP Class UID/],
    ['a UID that leads out of the folder', { SOPClassUID: CT, SOPInstanceUID: asText('../../x ') }, /a UID that is none/],
  ])('%s', async (_, entries, says) => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'x.dcm');
    await writeFile(file, part10(entries));
    const [found] = await look([file]);
    expect(found?.state).toBe('set-aside');
    expect(found?.words).toMatch(says);
  });

  it.each(['CT_small.dcm', 'JPEG2000.dcm', 'MR_small_RLE.dcm', 'image_dfl.dcm', 'ExplVR_BigEnd.dcm', 'MR_small_bigendian.dcm'])(
    '%s is an object, and cut short anywhere it is none',
    async (name) => {
      await using folder = await temporaryFolder();
      const original = pydicomFile(name);
      const content = Buffer.from(original.bytes());
      expect(await look([original.path])).toMatchObject([
        { state: 'waiting', sopInstanceUid: original.sopInstanceUid, bytes: content.length },
      ]);
      if (name === 'image_dfl.dcm') return;
      const whole = await readFile(original.path);
      for (const part of [0.3, 0.6, 0.95]) {
        const file = path.join(folder.path, `cut-${part}.dcm`);
        await writeFile(file, whole.subarray(0, Math.floor(whole.length * part)));
        const [found] = await look([file]);
        expect(found?.state, `${part} of ${name}`).toBe('set-aside');
      }
    },
  );

  it('is not the directory of a disc, whose files are missed', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'DICOMDIR');
    await cp('/usr/lib/python3/dist-packages/pydicom/data/test_files/dicomdirtests/DICOMDIR', file);
    const found = await look([file]);
    expect(found).toHaveLength(31);
    expect(new Set(found.map(({ state, words }) => `${state}: ${words}`))).toEqual(
      new Set(['set-aside: The DICOMDIR names it, but it is not there']),
    );
  });

  it('is no pipe, and is not waited for', async () => {
    await using folder = await temporaryFolder();
    const pipe = path.join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [found] = await look([pipe]);
    expect(found?.state).toBe('set-aside');
    expect(found?.words).toMatch(/no file/);
  });

  it('that is gone is said to be gone, without its path', async () => {
    const [gone] = await look(['/nowhere/DOE^JOHN.dcm']);
    expect(gone).toMatchObject({ state: 'set-aside', words: 'The file is no longer there' });
  });
});

describe('folders', () => {
  it('are walked once however links lead through them, in batches that begin small', async () => {
    await using folder = await temporaryFolder();
    const inner = path.join(folder.path, 'a', 'b');
    await mkdir(inner, { recursive: true });
    await symlink(folder.path, path.join(inner, 'up'));
    await symlink(path.join(folder.path, 'nowhere'), path.join(inner, 'dangling'));
    await symlink('self', path.join(inner, 'self'));
    for (let number = 0; number < 230; number += 1) await writeFile(path.join(inner, `${number}.txt`), `text ${number}`);
    const sizes: number[] = [];
    await preflight({
      sources: [folder.path, inner],
      signal: new AbortController().signal,
      add: (objects) => void sizes.push(objects.length),
    });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(232);
    expect(sizes[0]).toBe(10);
  });

  it('are left when the signal fires', async () => {
    await using folder = await temporaryFolder();
    for (let number = 0; number < 300; number += 1) await writeFile(path.join(folder.path, `${number}.txt`), 'text');
    const control = new AbortController();
    let seen = 0;
    await preflight({
      sources: [folder.path],
      signal: control.signal,
      add: (objects) => {
        seen += objects.length;
        control.abort();
      },
    });
    expect(seen).toBe(10);
  });
});

describe('the bytes of a file', () => {
  it('fill views with gaps between them, up to the end', async () => {
    const file = pydicomFile('CT_small.dcm');
    const { bytes, offset } = (await look([file.path]))[0] ?? { bytes: 0, offset: 0 };
    let counted = 0;
    const source = await openFileSource({ path: file.path, offset, bytes }, (read) => (counted += read));
    const buffer = new Uint8Array(bytes + 100);
    const first = buffer.subarray(0, 1_000);
    const second = buffer.subarray(1_050, bytes + 100);
    expect(await source.fill([first, second])).toBe(bytes);
    expect(await source.fill([first])).toBe(0);
    await source.close();
    await source.close();
    expect(counted).toBe(bytes);
    const content = Buffer.from(file.bytes());
    expect(Buffer.from(first).equals(content.subarray(0, 1_000))).toBe(true);
    expect(Buffer.from(second.subarray(0, bytes - 1_000)).equals(content.subarray(1_000))).toBe(true);
  });

  it('are refused when the file has changed', async () => {
    const { path: file } = pydicomFile('CT_small.dcm');
    await expect(openFileSource({ path: file, offset: 10, bytes: 10 }, () => undefined)).rejects.toThrow(/has changed/);
  });
});

describe('retries', () => {
  it('come after 5 s, 15 s, 60 s, 5 min and 15 min, a fifth earlier or later, and then no more', () => {
    expect([1, 2, 3, 4, 5, 6].map((attempt) => retryDelay(attempt, 0.5))).toEqual([5_000, 15_000, 60_000, 300_000, 900_000, undefined]);
    expect(retryDelay(1, 0)).toBe(4_000);
    expect(retryDelay(1, 1)).toBe(6_000);
  });
});

describe('summaries', () => {
  const counts = { waiting: 0, running: 0, done: 0, warning: 0, failed: 0, 'set-aside': 0, cancelled: 0 };

  it.each([
    [{ done: 412 }, [], '412 stored'],
    [{ done: 412 }, [{ status: 0x0111, state: 'done', objects: 12 }], '400 stored, 12 already there'],
    [
      { done: 409, warning: 2, failed: 1 },
      [
        { status: 0xb000, state: 'warning', objects: 2 },
        { status: 0xa700, state: 'failed', objects: 1 },
      ],
      '409 stored, 2 changed on arrival, 1 refused (Refused: out of resources, A700)',
    ],
    [{ done: 1, failed: 2, 'set-aside': 3 }, [], '1 stored, 2 not sent, 3 set aside'],
    [{}, [], 'nothing to do'],
  ] as const)('of a send: %j', (objects, statuses, text) => {
    expect(sendSummary({ objects: { ...counts, ...objects }, statuses })).toBe(text);
  });

  const none = { total: null, completed: 0, warning: 0, failed: 0, arrived: 0, toInbox: true };

  it.each([
    [{ arrived: 118, completed: 118, total: 118 }, '118 arrived'],
    [{ arrived: 83, completed: 83, failed: 35, total: 118 }, '83 of 118 arrived, 35 failed'],
    [{ arrived: 5, completed: 7, total: 7 }, '5 of 7 arrived, 2 missing'],
    [{}, 'nothing came'],
    [{ toInbox: false, completed: 9, warning: 1 }, '10 moved, 1 with a warning'],
    [{ toInbox: false }, 'nothing was moved'],
  ])('of a pull: %j', (more, text) => {
    expect(pullSummary({ ...none, ...more })).toBe(text);
  });

  it('of what was cancelled', () => {
    expect(cancelledSummary({ at: new Date(2026, 0, 2, 14, 2), kept: 31, total: 120, verb: 'kept' })).toBe(
      'Cancelled by you at 14:02, 31 of 120 kept',
    );
  });
});
