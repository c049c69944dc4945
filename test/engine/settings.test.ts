import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSettings } from '../../core/engine/settings.ts';
import { openJsonFile } from '../../core/storage/json-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gantry-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openSettings({ file: path.join(folder, 'settings.json'), inboxFolder: path.join(folder, 'inbox'), wallClock: () => 0 });

describe('settings', () => {
  it('begin with an inbox that only this computer reaches', async () => {
    const { settings } = await open();
    expect(settings.live.value.me).toMatchObject({
      title: 'GANTRY',
      port: 11112,
      host: '127.0.0.1',
      tls: { listen: 'off', certificateFile: null },
    });
  });

  it('survive a restart', async () => {
    const { settings } = await open();
    await settings.update({ me: { title: 'MYPACS' }, appearance: { theme: 'dark' } });
    const again = await open();
    expect(again.settings.live.value).toMatchObject({
      me: { title: 'MYPACS', port: 11112 },
      appearance: { theme: 'dark', density: 'compact' },
    });
  });

  it('take what a file of an earlier Gantry does not have from the defaults, and keep the rest', async () => {
    const { json } = await openJsonFile<unknown>({
      file: path.join(folder, 'settings.json'),
      version: 1,
      parse: (value) => value,
      initial: () => ({}),
      wallClock: () => 0,
    });
    await json.write({ me: { title: 'MYPACS' }, inbox: { folder: '/srv/inbox' } });
    const { settings, setAside } = await open();
    expect(setAside).toBeNull();
    expect(settings.live.value.me).toMatchObject({ title: 'MYPACS', port: 11112, host: '127.0.0.1', tls: { listen: 'off' } });
    expect(settings.live.value.inbox).toMatchObject({ folder: '/srv/inbox', durability: 'os', accept: 'everyone', answerNetwork: false });
  });

  it('lose nothing when two fields of one group are changed at once', async () => {
    const { settings } = await open();
    await Promise.all([
      settings.update({ me: { tls: { certificateFile: '/certificate.pem' } } }),
      settings.update({ me: { tls: { keyFile: '/key.pem' } } }),
      settings.update({ inbox: { cleanUp: { maximumAge: 30 } } }),
      settings.update({ inbox: { cleanUp: { only: 'sent' } } }),
    ]);
    const { live } = (await open()).settings;
    expect(live.value.me.tls).toMatchObject({ certificateFile: '/certificate.pem', keyFile: '/key.pem', listen: 'off' });
    expect(live.value.inbox.cleanUp).toEqual({ maximumSize: null, maximumAge: 30, only: 'sent' });
  });

  it('that are no settings at all are put aside and told', async () => {
    const file = path.join(folder, 'settings.json');
    await writeFile(file, JSON.stringify({ version: 1, value: [] }));
    const { settings, setAside } = await open();
    expect(setAside?.reason).toBeTruthy();
    expect(settings.live.value.me.title).toBe('GANTRY');
  });

  it('tell who watches before the change is on the disk', async () => {
    const { settings } = await open();
    const seen: string[] = [];
    settings.live.subscribe(({ me }) => seen.push(me.title));
    const written = settings.update({ me: { title: 'NEW' } });
    expect(seen).toEqual(['GANTRY', 'NEW']);
    await written;
  });

  it.each(['{ half', '[]', '{"version":1,"value":{"me":{"title":""}}}'])('put a damaged file aside and begin anew: %s', async (text) => {
    await writeFile(path.join(folder, 'settings.json'), text);
    const { settings, setAside } = await open();
    expect(settings.live.value.me.title).toBe('GANTRY');
    expect(setAside?.keptAs).toContain('damaged');
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('refuse a title that no application entity can have', async () => {
    const { settings } = await open();
    await expect(settings.update({ me: { title: 'SEVENTEEN LETTERS' } })).rejects.toThrow('at most 16');
    expect(settings.live.value.me.title).toBe('GANTRY');
  });
});
