// "Send to…": type a node's name, Enter. Opened from the inbox's selection.
import { Plus } from 'lucide-react';
import { useStore } from 'zustand';
import type { NodeView } from '../../core/contract.ts';
import { currentContext, perform } from '../commands/action.ts';
import { refusal } from '../commands/send.ts';
import { addNode } from '../features/nodes/actions.ts';
import { pullLabel, selectedOf } from '../features/search/actions.ts';
import { planMove } from '../features/search/move.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useGantry, useNodes } from '../use-gantry.ts';
import { sendSelection } from './actions.ts';
import { NodeChoice } from './node-choice.tsx';

export function SendTo() {
  const gantry = useGantry();
  const sending = useStore(gantry.shell, (s) => s.sending);
  const nowhere = !useNodes().some(({ kind }) => kind === 'remote');
  const close = () => gantry.shell.setState({ sending: null });
  const addOne = () => {
    close();
    void perform(addNode, currentContext(gantry));
  };
  const what = sending?.kind === 'inbox' ? sending.label : sending?.kind === 'matches' ? pullLabel(selectedOf(gantry)) : '';
  const why = (node: NodeView): string | null =>
    sending?.kind === 'matches' ? planMove(gantry, selectedOf(gantry), node).refused : refusal(node);
  return (
    <Dialog title={`Send ${what} to…`} open={sending !== null} onClose={close}>
      <NodeChoice why={why} onChoose={({ id }) => sendSelection(gantry, id)} />
      {nowhere && (
        <Button icon={Plus} onClick={addOne}>
          Add a node…
        </Button>
      )}
      {sending?.kind === 'matches' && (
        <p className="faint">The node that has it sends it there itself (C-MOVE): it must know the other by its title.</p>
      )}
    </Dialog>
  );
}
