// What the other side must enter to reach this computer, in large type, and whether anybody has used it.
import { Copy } from 'lucide-react';
import type { ListenerView } from '../../core/contract.ts';
import { attempt } from '../commands/action.ts';
import { copy } from '../commands/remedies.ts';
import { Button } from '../ui/button.tsx';
import { useGantry } from '../use-gantry.ts';
import styles from './address-facts.module.css';

export function AddressFacts({ listener }: { readonly listener: ListenerView }) {
  const gantry = useGantry();
  const { title, port, scope, addresses, calls } = listener;
  const shown = scope === 'network' && addresses.length > 0 ? addresses : [listener.host];
  const tls = encryptionText(listener);
  const text = shown
    .map((address) => `AE title: ${title}\nAddress: ${address}\nPort: ${port}${tls === '' ? '' : `\nEncryption: ${tls}`}`)
    .join('\n\n');
  return (
    <div className={styles.card}>
      <dl className={styles.facts}>
        <dt>AE title</dt>
        <dd className="mono" data-selectable>
          {title}
        </dd>
        <dt>{shown.length === 1 ? 'Address' : 'Addresses'}</dt>
        <dd className="mono" data-selectable>
          {shown.map((address) => (
            <div key={address}>{address}</div>
          ))}
        </dd>
        <dt>Port</dt>
        <dd className="mono" data-selectable>
          {port}
        </dd>
        {tls !== '' && (
          <>
            <dt>Encryption</dt>
            <dd data-selectable>{tls}</dd>
          </>
        )}
      </dl>
      <div className={styles.foot}>
        <span className="secondary" role="status">
          {calls === 0
            ? 'Nobody has called yet.'
            : calls === 1
              ? 'One call since the port was opened.'
              : `${calls.toLocaleString()} calls since the port was opened.`}
        </span>
        <Button icon={Copy} onClick={() => void attempt(gantry, () => copy(gantry, text, 'Address copied'))}>
          Copy
        </Button>
      </div>
    </div>
  );
}

function encryptionText({ encryption: { mode, port, requiresCertificate } }: ListenerView): string {
  if (mode === 'off' || port === null) return '';
  const certificate = requiresCertificate ? ', callers show a certificate' : '';
  return mode === 'only' ? `TLS${certificate}` : `TLS on port ${port}${certificate}`;
}
