// One field for a new node: paste or type what you were given. What was understood is shown before Enter.
import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ParsedAddress } from '../../core/contract.ts';
import { attempt } from '../commands/action.ts';
import { unfinishedAddress } from '../lib/unfinished-address.ts';
import { go } from '../stores/places.ts';
import { Button } from '../ui/button.tsx';
import { useAsked, useGantry } from '../use-gantry.ts';
import styles from './address-line.module.css';

interface AddressLineProps {
  /** A mail or form of many lines. */
  readonly multiline?: boolean;
  /** Inside a card instead of across a screen. */
  readonly inCard?: boolean;
}

export function AddressLine({ multiline = false, inCard = false }: AddressLineProps) {
  const gantry = useGantry();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const asked = useAsked('nodes');
  const [text, setText] = useState('');
  const [found, setFound] = useState<ParsedAddress | null>(null);

  useEffect(() => {
    if (asked?.adding) field.current?.focus();
  }, [asked]);
  useEffect(() => {
    const asking = new AbortController();
    gantry.api.call('nodes.parse', { text: text.slice(0, 10_000) }, asking.signal).then(setFound, () => undefined);
    return () => asking.abort();
  }, [gantry, text]);

  const address = text.trim() === '' ? null : found;
  // Read anew: Enter right after pasting comes before what is shown, and what is shown may be of an earlier text.
  const add = () => {
    void attempt(gantry, async () => {
      const given = text.trim() === '' ? null : await gantry.api.call('nodes.parse', { text: text.slice(0, 10_000) });
      if (!given) return;
      const node = await gantry.api.call('nodes.add', { node: given });
      setText('');
      gantry.layout.setState({ inspectorOpen: true });
      go(gantry.places, { screen: 'nodes', nodeId: node.id });
      gantry.ladders.verify(node.id);
    });
  };
  const common = {
    ref: field,
    className: styles.addInput,
    'aria-label': multiline ? 'Mail or form with an address' : 'Address of a new node',
    spellCheck: false,
    value: text,
    onChange: (event: { readonly target: { readonly value: string } }) => setText(event.target.value),
  };
  return (
    <form
      className={styles.add}
      data-multiline={multiline}
      data-card={inCard}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      {multiline ? (
        <textarea {...common} rows={4} placeholder="Paste the mail or form: title, address and port are picked out." />
      ) : (
        <input {...common} placeholder="PACS1@10.1.2.3:104" />
      )}
      <span className={styles.understood} role="status">
        {address && (
          <>
            AE title <span className="mono">{address.title}</span>, address <span className="mono">{address.host}</span>, port{' '}
            <span className="mono">{address.port}</span>
          </>
        )}
        {!address &&
          text.trim() !== '' &&
          (unfinishedAddress(text) ?? 'Not an address yet: title, host and port, as in PACS1@10.1.2.3:104')}
      </span>
      <Button type="submit" tone="primary" icon={Plus} disabled={address ? undefined : 'Paste or type title, address and port first.'}>
        Add and verify
      </Button>
    </form>
  );
}
