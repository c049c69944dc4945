// An explanation from the engine with its remedies as working buttons.
import type { Explanation as ExplanationData, Who } from '../../core/contract.ts';
import { attempt } from '../commands/action.ts';
import { remedyAct, type FailureSubject } from '../commands/remedies.ts';
import { CertificateFacts } from './certificate-facts.tsx';
import { Explanation } from '../ui/explanation.tsx';
import { useGantry } from '../use-gantry.ts';

const who: Readonly<Record<Who, string>> = {
  you: 'you, here',
  network: 'the network',
  peer: 'the other system’s administrator',
  app: 'Gantry: please report it',
};

interface FailureProps {
  readonly failure: ExplanationData;
  /** What it was about; decides what "try again" does. */
  readonly subject: FailureSubject;
}

export function Failure({ failure, subject }: FailureProps) {
  const gantry = useGantry();
  const remedies = failure.remedies.flatMap((remedy) => {
    const act = remedyAct(remedy, subject, gantry);
    return act ? [{ label: act.label, run: () => void attempt(gantry, async () => act.run()) }] : [];
  });
  return (
    <Explanation
      headline={failure.headline}
      why={failure.why}
      confidence={failure.confidence}
      advice={failure.advice}
      who={who[failure.who]}
      code={failure.code}
      theirWords={failure.theirWords}
      shown={failure.certificate && <CertificateFacts certificate={failure.certificate} />}
      remedies={remedies}
    />
  );
}
