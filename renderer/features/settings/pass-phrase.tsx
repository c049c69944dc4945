// The pass phrase of an encrypted key: asked for until it opens the key. It is handed over once and not held by the window.
import { LockOpen } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { useStore } from 'zustand';
import type { IdentityView } from '../../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { SecretField } from '../../ui/field.tsx';
import { useGantry } from '../../use-gantry.ts';

const keptWords = (keeps: boolean): string =>
  keeps ? 'Kept in this system’s keychain.' : 'Asked again at each start, because this system offers no keychain.';

export function PassPhrase({ identity }: { readonly identity: IdentityView | null }) {
  const gantry = useGantry();
  const keeps = useStore(gantry.info, (s) => s.info?.keepsSecrets ?? false);
  if (identity?.state === 'failed' && identity.wantsPassPhrase)
    return <PassPhraseForm hint={`${identity.failure.headline} ${keptWords(keeps)}`} />;
  if (identity?.state !== 'ready' || !identity.keyIsEncrypted) return null;
  return (
    <p className="secondary" role="status">
      The pass phrase opens the key. {keptWords(keeps)}
    </p>
  );
}

function PassPhraseForm({ hint }: { readonly hint: string }) {
  const gantry = useGantry();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async (event: SubmitEvent) => {
    event.preventDefault();
    if (typed === '' || busy) return;
    setBusy(true);
    try {
      await gantry.api.call('desktop.unlockKey', { passPhrase: typed });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The key could not be opened.');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form data-field="pass-phrase" onSubmit={(event) => void open(event)}>
      <SecretField
        label="Pass phrase"
        term="of the key"
        value={typed}
        maxLength={1_000}
        hint={hint}
        problem={problem}
        onType={(text) => {
          setTyped(text);
          setProblem(null);
        }}
        beside={
          <Button type="submit" icon={LockOpen} busy={busy} disabled={typed === '' ? 'Type the pass phrase first.' : undefined}>
            Open key
          </Button>
        }
      />
    </form>
  );
}
