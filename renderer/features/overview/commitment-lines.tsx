// Requests for commitment that did not end well: not taken, not reported on in time, or answered with a no for some objects.
import type { CommitmentView } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { countText, pluralText } from '../../format/quantity.ts';
import { Button } from '../../ui/button.tsx';
import type { Mark } from '../../ui/status-mark.tsx';
import { useGantry } from '../../use-gantry.ts';
import { Line } from './line.tsx';

export const needsLooking = ({ state, failed }: CommitmentView): boolean =>
  state === 'refused' || state === 'expired' || (state === 'reported' && failed > 0);

const mark: Mark = { shape: 'triangle', tone: 'warn', word: 'not safe' };

export const CommitmentLines = ({ commitments }: { readonly commitments: readonly CommitmentView[] }) =>
  commitments.map((commitment) => <CommitmentLine key={commitment.id} commitment={commitment} />);

function CommitmentLine({ commitment: { id, nodeName, label, state, objects, failed, failure } }: { readonly commitment: CommitmentView }) {
  const gantry = useGantry();
  const no = `${nodeName} does not vouch for ${countText(failed)} of ${pluralText(objects, 'object', 'objects')}.`;
  return (
    <Line
      mark={mark}
      text={
        <>
          <bdi>{label}</bdi> <span className="secondary">· commitment by {nodeName}</span>
        </>
      }
      detail={state === 'reported' ? no : (failure?.headline ?? `${nodeName} is no longer in the address book.`)}
    >
      <Button onClick={() => void attempt(gantry, () => gantry.api.call('commitments.again', { id }))}>Ask again</Button>
      <Button onClick={() => void attempt(gantry, () => gantry.api.call('commitments.remove', { id }))}>Got it</Button>
    </Line>
  );
}
