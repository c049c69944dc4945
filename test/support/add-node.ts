// A node as a person adds it: its address in the command field, and Enter.
import type { Page } from 'playwright-core';

export async function addNode(page: Page, address: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText(address);
  await page.getByRole('option', { name: /Add and verify/ }).waitFor();
  await page.keyboard.press('Enter');
}

/** Adds `title` at this port of this computer, and waits until it has answered. */
export async function addAnswering(page: Page, title: string, port: number): Promise<void> {
  await addNode(page, `${title}@127.0.0.1:${port}`);
  await page
    .getByRole('region', { name: 'Nodes' })
    .getByRole('button', { name: new RegExp(`^${title}, [\\d.<]+ ?ms`) })
    .waitFor();
}
