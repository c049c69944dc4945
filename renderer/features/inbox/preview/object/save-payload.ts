/** The document or video that lies in an object, as a file where the person wants it. */
import { attempt } from '../../../../commands/action.ts';
import type { Gantry } from '../../../../gantry.ts';
import { toast } from '../../../../stores/feedback.ts';

export const savePayload = (gantry: Gantry, instanceId: number, title: string): Promise<boolean> =>
  attempt(gantry, async () => {
    const folder = await gantry.api.call('desktop.chooseFolder', { title });
    if (folder === null) return;
    const place = await gantry.api.call('objects.save', { instanceId, folder });
    toast(gantry.feedback, 'Saved', {
      detail: place.replace(/^.*[\\/]/u, ''),
      action: { label: 'Reveal', run: () => void attempt(gantry, () => gantry.api.call('desktop.revealPath', { path: place })) },
    });
  });
