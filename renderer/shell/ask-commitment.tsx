// "Ask for commitment…": which node is to vouch for what is selected in the inbox. Those that got it come with that word.
import { useStore } from 'zustand';
import type { NodeView } from '../../core/contract.ts';
import { askForCommitment } from '../commands/commitment.ts';
import { refusal } from '../commands/send.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useGantry } from '../use-gantry.ts';
import { NodeChoice } from './node-choice.tsx';

export function AskCommitment() {
  const gantry = useGantry();
  const committing = useStore(gantry.shell, (s) => s.committing);
  const custody = useStore(gantry.custody, (s) => s.byKey);
  const close = () => gantry.shell.setState({ committing: null });
  const studies = committing?.targets.flatMap((target) => (target.kind === 'instance' ? [] : [target.studyUid])) ?? [];
  const note = ({ id, abilities }: NodeView): string => {
    if (abilities.commitment === false) return 'offered none last time ·';
    return studies.some((uid) => custody.get(uid)?.nodes.some(({ nodeId, sent }) => nodeId === id && sent > 0)) ? 'was sent it ·' : '';
  };
  const choose = (node: NodeView) => {
    close();
    if (committing) void askForCommitment(gantry, { node, targets: committing.targets, label: committing.label });
  };
  return (
    <Dialog title={`Who is to vouch for ${committing?.label ?? ''}?`} open={committing !== null} onClose={close}>
      <NodeChoice why={refusal} note={note} onChoose={choose} />
      <p className="faint">The node says for each object whether it keeps it safe (storage commitment). The answer may take a day.</p>
    </Dialog>
  );
}
