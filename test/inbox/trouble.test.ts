// What goes wrong on the disk: it is told to the sender before anything is half-written, loses nothing, and passes when the cause does.
import fs, { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Files } from '../../core/inbox/files.ts';
import type { Refused } from '../../core/inbox/incoming.ts';
import { InboxInUseError, type Inbox } from '../../core/inbox/inbox.ts';
import { openDatabase } from '../../core/storage/database.ts';
import { ctObject, filesIn, inboxes, requestFor, send, statusOf, type TestObject } from './support/arrivals.ts';

let place: ReturnType<typeof inboxes>;
beforeEach(() => {
  place = inboxes();
});
afterEach(() => place.remove());

function failing(code: string) {
  return Object.assign(new Error(`${code}: made up`), { code });
}

/** The file system, except for one call that fails as long as `on` is true. */
function breaking(call: keyof Files, code: string) {
  const broken = { on: true, files: { ...fs } as Files };
  const real: unknown = fs[call];
  Object.assign(broken.files, {
    [call]: (...parameters: unknown[]): unknown => {
      if (broken.on && (call !== 'openSync' || String(parameters[0]).endsWith('.part'))) throw failing(code);
      if (typeof real !== 'function') throw new TypeError(call);
      return Reflect.apply(real, fs, parameters);
    },
  });
  return broken;
}

/** Without giving way once. */
function sendAtOnce(inbox: Inbox, object: TestObject): unknown {
  const sink = inbox.store(requestFor(object));
  if (typeof sink === 'number' || 'status' in sink) return sink;
  void sink.write(object.bytes);
  void sink.flush?.();
  return sink.finish();
}

const big = () => ctObject('1.2.3.1.1', { PixelData: { vr: 'OW', value: new Uint8Array(3_000_000) } });

describe('a write that fails', () => {
  it.each<[keyof Files, string, string]>([
    ['openSync', 'EROFS', 'inbox folder is read-only'],
    ['openSync', 'EACCES', 'inbox folder is read-only'],
    ['openSync', 'EMFILE', 'inbox has too many files open'],
    ['writevSync', 'ENOSPC', 'inbox disk full'],
    ['writevSync', 'EIO', 'inbox cannot write (EIO)'],
    ['renameSync', 'ENOSPC', 'inbox disk full'],
    ['writeSync', 'ENOSPC', 'inbox disk full'],
  ])('%s with %s is answered A700 "%s…", leaves nothing, and passes', async (call, code, comment) => {
    const broken = breaking(call, code);
    const inbox = place.open({ files: broken.files });
    const refused: Refused[] = [];
    inbox.refused.listen((one) => refused.push(one));
    const answer = await send(inbox.store, big());
    expect(answer).toEqual({ status: 0xa700, errorComment: comment });
    expect(refused).toMatchObject([{ status: 0xa700, code }]);
    expect(filesIn(place.folder)).toEqual([]);
    expect(inbox.study('1.2.3')).toBeUndefined();
    broken.on = false;
    await expect.poll(async () => send(inbox.store, big()), { interval: 200, timeout: 3_000 }).toBe(0);
    expect(inbox.study('1.2.3')?.instanceCount).toBe(1);
  });

  it('in the middle of an object takes back what was written', async () => {
    let calls = 0;
    const files: Files = {
      ...fs,
      writevSync: (fd: number, views: readonly NodeJS.ArrayBufferView[]) => {
        calls += 1;
        if (calls === 3) throw failing('ENOSPC');
        return fs.writevSync(fd, views);
      },
    };
    const inbox = place.open({ files });
    const huge = ctObject('1.2.3.1.1', { PixelData: { vr: 'OW', value: new Uint8Array(8_000_000) } });
    expect(statusOf(await send(inbox.store, huge, { size: 262_144 }))).toBe(0xa700);
    expect(filesIn(place.folder)).toEqual([]);
  });

  it('that takes only a part of the bytes is gone on with', async () => {
    const files: Files = {
      ...fs,
      writevSync: (fd: number, views: readonly NodeJS.ArrayBufferView[]) => {
        const [first] = views;
        if (!first) return 0;
        return fs.writeSync(fd, first, 0, Math.max(1, Math.floor(first.byteLength / 3)));
      },
    };
    const inbox = place.open({ files });
    const object = big();
    expect(await send(inbox.store, object)).toBe(0);
    expect(
      fs.readFileSync(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.1.dcm')).subarray(-object.bytes.length).equals(object.bytes),
    ).toBe(true);
  });
});

describe('too little room', () => {
  it('refuses an object before its first byte, and takes it again when there is room', async () => {
    let free = 10_000_000;
    let looks = 0;
    let now = 0;
    const files: Files = {
      ...fs,
      statfsSync: ((folder: string) => {
        looks += 1;
        return Object.assign(fs.statfsSync(folder), { bavail: free, bsize: 1 });
      }) as Files['statfsSync'],
    };
    const clock = {
      now: () => now,
      setTimer: (milliseconds: number, fire: () => void) => {
        const timer = setTimeout(fire, milliseconds);
        return () => {
          clearTimeout(timer);
        };
      },
    };
    const inbox = place.open({ files, reserve: 5_000_000, clock });
    expect(await send(inbox.store, ctObject('1.2.3.1.1'))).toBe(0);
    for (const uid of ['1.2.3.1.2', '1.2.3.1.3', '1.2.3.1.4']) expect(await send(inbox.store, ctObject(uid))).toBe(0);
    expect(looks).toBe(1);
    free = 4_000_000;
    now = 2_000;
    expect(await send(inbox.store, ctObject('1.2.3.1.5'))).toEqual({ status: 0xa700, errorComment: 'inbox disk full' });
    expect(inbox.freeBytes).toBe(4_000_000);
    free = 9_000_000;
    now = 4_000;
    expect(await send(inbox.store, ctObject('1.2.3.1.5'))).toBe(0);
  });
});

describe('a folder', () => {
  it('that vanishes while it is open is made again', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1'));
    renameSync(place.folder, `${place.folder}-moved`);
    expect([0, 0xa700]).toContain(statusOf(await send(inbox.store, ctObject('1.2.3.1.2'))));
    expect(await send(inbox.store, ctObject('1.2.3.1.3'))).toBe(0);
  });

  it('that is read-only is told, and received into when it is no more', async ({ skip }) => {
    if (process.getuid?.() === 0) {
      console.log('skipped: root writes everywhere; the same case is tried with a failing call');
      skip();
    }
    mkdirSync(place.folder);
    chmodSync(place.folder, 0o555);
    expect(() => place.open()).toThrow(/EACCES/);
    chmodSync(place.folder, 0o755);
    expect(await send(place.open().store, ctObject('1.2.3.1.1'))).toBe(0);
  });

  it('belongs to one inbox at a time', () => {
    place.open();
    const other = openDatabase({ file: path.join(place.root, 'other.db'), wallClock: Date.now }).database;
    expect(() => place.open({ database: other })).toThrow(InboxInUseError);
    other.close();
  });

  it('that is a file is an error and not touched', () => {
    writeFileSync(place.folder, 'mine');
    expect(() => place.open()).toThrow();
    expect(fs.readFileSync(place.folder, 'utf8')).toBe('mine');
  });
});

describe('the index', () => {
  it('that cannot be written loses nothing: the objects are taken up later', async () => {
    const inbox = place.open();
    const failures: unknown[] = [];
    inbox.indexFailed.listen((error) => failures.push(error));
    const lock = openDatabase({ file: path.join(place.root, 'gantry.db'), wallClock: Date.now }).database;
    lock.migrate('other', []);
    // Another connection holds the write lock: what arrives now cannot be indexed.
    lock.transaction(() => {
      lock.migrate('third', []);
      for (const uid of ['1.2.3.1.1', '1.2.3.1.2']) expect(sendAtOnce(inbox, ctObject(uid))).toBe(0);
      inbox.settle();
    });
    expect(failures).toHaveLength(1);
    await expect.poll(() => inbox.held({ studyUid: '1.2.3' }).instances, { timeout: 5_000 }).toBe(2);
    lock.close();
  });

  it('is made anew from the files when it is thrown away, with where they came from', async () => {
    const inbox = place.open();
    for (let number = 1; number <= 20; number += 1) await send(inbox.store, ctObject(`1.2.3.1.${number}`));
    const before = inbox.study('1.2.3');
    const steps: number[] = [];
    inbox.reconciling.listen(({ done }) => steps.push(done));
    expect(await inbox.rebuild()).toMatchObject({ added: 20, removed: 0 });
    expect(steps.length).toBeGreaterThan(0);
    const { fromTitle, fromAddress, instanceCount, bytes } = inbox.study('1.2.3') ?? {};
    expect({ fromTitle, fromAddress, instanceCount, bytes }).toEqual({
      fromTitle: before?.fromTitle,
      fromAddress: before?.fromAddress,
      instanceCount: 20,
      bytes: before?.bytes,
    });
  });

  it('does not take up what goes between being read and being noted', async () => {
    const inbox = place.open();
    for (const uid of ['1.2.3.1.1', '1.2.3.1.2']) await send(inbox.store, ctObject(uid));
    let read: number | undefined;
    const away = path.join(place.root, 'away');
    const leaving = {
      ...fs,
      openSync(...parameters: Parameters<typeof fs.openSync>): number {
        const fd = fs.openSync(...parameters);
        if (String(parameters[0]).endsWith('.dcm')) read = fd;
        return fd;
      },
      closeSync(fd: number): void {
        fs.closeSync(fd);
        if (fd === read && !existsSync(away)) renameSync(path.join(place.folder, '1.2.3'), away);
      },
    } as Files;
    await place.closeAll();
    for (const name of fs.readdirSync(place.root)) if (name.startsWith('gantry.db')) rmSync(path.join(place.root, name));
    const again = place.open({ files: leaving });
    expect(await again.reconciled).toMatchObject({ added: 0 });
    expect(existsSync(away)).toBe(true);
    expect(again.study('1.2.3')).toBeUndefined();
  });

  it('follows what was done to the folder while Gantry was away', async () => {
    const inbox = place.open();
    for (const uid of ['1.2.3.1.1', '1.2.3.1.2', '1.2.3.1.3']) await send(inbox.store, ctObject(uid));
    await send(inbox.store, ctObject('1.2.4.1.1', { StudyInstanceUID: '1.2.4', SeriesInstanceUID: '1.2.4.1' }));
    await place.closeAll();
    rmSync(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.2.dcm'));
    renameSync(path.join(place.folder, '1.2.4'), path.join(place.root, 'away'));
    const again = place.open();
    await again.reconciled;
    expect(again.instances('1.2.3', '1.2.3.1').map((row) => row.sopInstanceUid)).toEqual(['1.2.3.1.1', '1.2.3.1.3']);
    expect(again.study('1.2.4')).toBeUndefined();
    await place.closeAll();
    renameSync(path.join(place.root, 'away'), path.join(place.folder, '1.2.4'));
    const third = place.open();
    await third.reconciled;
    expect(third.study('1.2.4')?.instanceCount).toBe(1);
  });

  it('belongs to one folder: another one is read anew, and so is the first when it comes back', async () => {
    await send(place.open().store, ctObject('1.2.3.1.1'));
    const other = await place.reopen({ folder: path.join(place.root, 'other') });
    await other.reconciled;
    expect(other.study('1.2.3')).toBeUndefined();
    const back = await place.reopen();
    await back.reconciled;
    expect(back.study('1.2.3')?.instanceCount).toBe(1);
  });

  it('passes over files that are no objects, or not where they belong', async () => {
    const inbox = place.open();
    await send(inbox.store, ctObject('1.2.3.1.1'));
    await place.closeAll();
    writeFileSync(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.9.dcm'), 'not DICOM');
    writeFileSync(path.join(place.folder, '1.2.3/1.2.3.1/notes.txt'), 'mine');
    fs.copyFileSync(path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.1.dcm'), path.join(place.folder, '1.2.3/1.2.3.1/1.2.3.1.7.dcm'));
    const again = place.open();
    await again.reconciled;
    expect(again.study('1.2.3')?.instanceCount).toBe(1);
    expect(existsSync(path.join(place.folder, '1.2.3/1.2.3.1/notes.txt'))).toBe(true);
  });
});

describe('fsync', () => {
  it('stores the same, with files and folders on the disk before the answer', async () => {
    const synced: string[] = [];
    const files: Files = {
      ...fs,
      fdatasync: ((fd: number, done: (error: Error | null) => void) => {
        synced.push('file');
        fs.fdatasync(fd, done);
      }) as Files['fdatasync'],
      fsync: ((fd: number, done: (error: Error | null) => void) => {
        synced.push('folder');
        fs.fsync(fd, done);
      }) as Files['fsync'],
    };
    const inbox = place.open({ files, durability: () => 'fsync' });
    expect(await send(inbox.store, big())).toBe(0);
    expect(synced).toEqual(['file', 'folder', 'folder', 'folder']);
    expect(await send(inbox.store, big())).toBe(0);
    expect(inbox.study('1.2.3')).toMatchObject({ instanceCount: 1, duplicates: 1 });
  });
});
