// Making the inbox's index anew from its files. The inbox stays in use meanwhile; ending it early leaves an index that is right all the same.
import { DatabaseZap } from 'lucide-react';
import { countText, pluralText } from '../format/quantity.ts';
import type { Gantry } from '../gantry.ts';
import { toast } from '../stores/feedback.ts';
import type { Action } from './action.ts';

export const rebuildIndex: Action = {
  id: 'inbox.rebuild',
  label: 'Rebuild the index',
  group: 'Inbox',
  icon: DatabaseZap,
  also: 'reindex repair inbox database files',
  enabled: ({ gantry }) => (gantry.rebuild.getState().running === null ? true : 'The index is being rebuilt.'),
  run: ({ gantry }) => start(gantry),
};

function start(gantry: Gantry): void {
  const { rebuild } = gantry;
  const ended = (): void => rebuild.setState({ running: null });
  const dispose = gantry.api.listen(
    'inbox.rebuild',
    {},
    {
      event: ({ done, total, objects, over }) => {
        if (over) toast(gantry.feedback, 'The index was rebuilt', { detail: pluralText(objects, 'object was read', 'objects were read') });
        else rebuild.setState({ running: { done, total, cancel } });
      },
      end: (failure) => {
        ended();
        if (failure) toast(gantry.feedback, failure.message, { tone: 'problem' });
      },
    },
  );
  const cancel = (): void => {
    const { running } = rebuild.getState();
    dispose();
    ended();
    const rest =
      running === null
        ? ''
        : `${countText(running.done)} of ${pluralText(running.total, 'series', 'series')} were read anew; the others stay as they were.`;
    toast(gantry.feedback, 'Rebuilding cancelled', { tone: 'note', detail: rest });
  };
  rebuild.setState({ running: { done: 0, total: 0, cancel } });
}
