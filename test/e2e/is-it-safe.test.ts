// Is it safe to delete? A study that came in goes to Orthanc from the real window, which is asked to vouch for it; dcmqrscp vouches for
// nothing, says so, and what it lists is counted.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAnswering } from '../support/add-node.ts';
import { startGantry, type RunningApp } from '../support/app.ts';
import { startDcmqrscp } from '../support/dcmtk.ts';
import { pydicomFile } from '../support/object-files.ts';
import { startOrthanc, type Orthanc } from '../support/orthanc.ts';
import { installed, run, type PeerProcess } from '../support/peer-process.ts';
import { picture } from '../support/screenshots.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const hasPeers = (await installed('Orthanc')) && (await installed('dcmqrscp')) && (await installed('storescu'));

let running: RunningApp;
let page: Page;
let folder: TemporaryFolder;
let other: TemporaryFolder;
let orthanc: Orthanc;
let archive: PeerProcess;

const inspector = () => page.getByRole('complementary', { name: 'Inspector' });
const row = () =>
  page.getByRole('treegrid', { name: 'Received studies' }).getByRole('row').filter({ hasText: 'CompressedSamples' }).first();

async function chooseNode(dialog: RegExp, name: string): Promise<void> {
  const sheet = page.getByRole('dialog', { name: dialog });
  await sheet.getByRole('combobox', { name: 'Node' }).fill(name);
  await page.keyboard.press('Enter');
}

describe.runIf(hasPeers)('is it safe?', () => {
  beforeAll(async () => {
    [folder, other] = [await temporaryFolder(), await temporaryFolder()];
    running = await startGantry();
    ({ page } = running);
    const status = page.getByRole('contentinfo');
    await status.getByText(/127\.0\.0\.1:\d+/).waitFor();
    const port = (await status.innerText()).match(/127\.0\.0\.1:(\d+)/)?.[1] ?? '';
    orthanc = await startOrthanc({ folder: folder.path, modalities: { GANTRY: Number(port) } });
    archive = await startDcmqrscp({ folder: other.path });
    const { code, output } = await run('storescu', ['-aet', 'CT3', '-aec', 'GANTRY', '127.0.0.1', port, pydicomFile('CT_small.dcm').path]);
    expect(code, output).toBe(0);
    await addAnswering(page, 'ORTHANC', orthanc.port);
    await addAnswering(page, 'ARCHIVE', archive.port);
    await page.keyboard.press('Control+2');
    await row().click();
    await inspector().getByRole('tab', { name: 'History' }).click();
  }, 90_000);

  afterAll(async () => {
    await running[Symbol.asyncDispose]();
    await orthanc.stop();
    await archive.stop();
    await folder[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
  });

  it('says at first that nobody else has it', async () => {
    await inspector().getByText('Nobody else is known to have this study.').waitFor();
    await inspector().getByText('Received 1 object from CT3 at 127.0.0.1').waitFor();
    await picture(page, 'history-nobody');
  });

  it('sends it and asks for commitment in the same go: the shield is whole', async () => {
    await row().click();
    await page.keyboard.press('Control+Enter');
    await chooseNode(/^Send /, 'ORTHANC');
    const bar = page.getByRole('region', { name: 'Send' });
    await bar.getByRole('checkbox', { name: 'Ask for commitment' }).check();
    await picture(page, 'send-bar-commitment');
    await bar.getByRole('button', { name: 'Send now' }).click();
    await row().getByRole('img', { name: 'safe at ORTHANC' }).waitFor();
    await inspector().getByText('ORTHANC vouches for 1 object').waitFor();
    await picture(page, 'history-safe');
  });

  it('names a node that offers none, and counts what it lists', async () => {
    await row().click();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('> ask for commitment');
    await page.keyboard.press('Enter');
    await picture(page, 'commitment-who');
    await chooseNode(/^Who is to vouch/, 'ARCHIVE');
    await inspector().getByText('ARCHIVE does not offer storage commitment.').waitFor();
    await picture(page, 'commitment-not-offered');
    const { code, output } = await run('storescu', [
      '-aec',
      'ARCHIVE',
      '127.0.0.1',
      String(archive.port),
      pydicomFile('CT_small.dcm').path,
    ]);
    expect(code, output).toBe(0);
    await inspector().getByRole('button', { name: 'Count what it lists' }).first().click();
    await page.getByRole('status', { name: 'Messages' }).getByText('ARCHIVE lists 1 of 1 image').waitFor();
    await inspector().getByRole('img', { name: 'listed by ARCHIVE' }).waitFor();
    await picture(page, 'history-listed');
  });

  it('knows it again when the window is loaded anew, small and dark', async () => {
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(960, 600));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();
    await page
      .getByRole('contentinfo')
      .getByText(/GANTRY/)
      .waitFor();
    await page.keyboard.press('Control+2');
    await row().getByRole('img', { name: 'safe at ORTHANC' }).waitFor();
    await row().click();
    await inspector().getByRole('tab', { name: 'History' }).click();
    await inspector().getByText('ORTHANC vouches for 1 object').waitFor();
    await picture(page, 'history-dark-small');
    expect(running.complaints).toEqual([]);
  });
});
