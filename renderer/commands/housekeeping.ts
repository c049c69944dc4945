// The bin and the clean-up rule, from wherever they are shown.
import type { BinRow } from '../../core/contract.ts';
import { namePlain } from '../format/person-name.ts';
import { bytesText, pluralText } from '../format/quantity.ts';
import type { Gantry } from '../gantry.ts';
import { toast } from '../stores/feedback.ts';
import { attempt } from './action.ts';

export const showBin = (gantry: Gantry): void => gantry.shell.setState({ binOpen: true });

export const restoreFromBin = (gantry: Gantry, row: BinRow): Promise<boolean> =>
  attempt(gantry, async () => {
    await gantry.api.call('inbox.restore', { token: row.token });
    const whose =
      row.patientName === null
        ? 'What was removed'
        : namePlain(row.patientName, { show: gantry.settings.getState().settings?.appearance.names ?? 'both' });
    toast(gantry.feedback, `${whose} is back in the inbox`, { detail: pluralText(row.instances, 'image', 'images') });
  });

/** For good: whoever calls it has asked. */
export const emptyBin = (gantry: Gantry): Promise<boolean> =>
  attempt(gantry, async () => {
    const { bytes } = await gantry.api.call('housekeeping.emptyBin', {});
    toast(gantry.feedback, `The bin is empty: ${bytesText(bytes)} freed`);
  });

export const cleanUpNow = (gantry: Gantry): Promise<boolean> =>
  attempt(gantry, async () => {
    const { studies, bytes } = await gantry.api.call('housekeeping.run', {});
    if (studies === 0) toast(gantry.feedback, 'There is nothing to move to the bin', { tone: 'note' });
    else toast(gantry.feedback, `${pluralText(studies, 'study', 'studies')} (${bytesText(bytes)}) moved to the bin`);
  });

/** Brings back what the rule moved; it is off then, since it would move them again. */
export const undoCleanUp = (gantry: Gantry): Promise<boolean> =>
  attempt(gantry, async () => {
    await gantry.api.call('housekeeping.undo', {});
    toast(gantry.feedback, 'The studies are back in the inbox', { detail: 'The clean-up rule is off now: it would move them again.' });
  });
