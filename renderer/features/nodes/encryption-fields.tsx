// Whether a node is called with TLS, and what makes its certificate good: its fingerprint, a name, or who signed it.
import { FileKey2 } from 'lucide-react';
import type { Encryption, NodeView } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { CertificateFacts, fingerprintText } from '../../parts/certificate-facts.tsx';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { useGantry } from '../../use-gantry.ts';
import { checkFingerprint, checkServerName, hexDigits } from './checks.ts';
import type { SaveNode } from './editor.tsx';
import styles from './nodes.module.css';

interface EncryptionFieldsProps {
  readonly node: NodeView;
  readonly save: SaveNode;
}

export function EncryptionFields({ node, save }: EncryptionFieldsProps) {
  const { encryption } = node;
  const put = (change: Partial<Encryption>, what = 'Encryption') => save({ encryption: change }, what);
  return (
    <>
      <div data-field="tls">
        <Segments
          label="Encryption"
          value={encryption.on ? 'on' : 'off'}
          options={[
            { value: 'off', label: 'Off' },
            { value: 'on', label: 'TLS' },
          ]}
          onChange={(value) => put({ on: value === 'on' })}
        />
      </div>
      {encryption.on && <Trust node={node} put={put} />}
    </>
  );
}

interface TrustProps {
  readonly node: NodeView;
  readonly put: (change: Partial<Encryption>, what?: string) => unknown;
}

function Trust({ node: { encryption, certificate, host }, put }: TrustProps) {
  const { fingerprint, serverName, authority } = encryption;
  const isShownPinned = certificate !== null && certificate.fingerprint === fingerprint;
  return (
    <section className={styles.trust} aria-label="Trust">
      {certificate && <CertificateFacts certificate={certificate} />}
      {certificate && !isShownPinned && (
        <div>
          <Button onClick={() => put({ fingerprint: certificate.fingerprint }, 'Trusted certificate')}>Trust only this certificate</Button>
        </div>
      )}
      <Field
        label="Trusted certificate"
        term="SHA-256"
        mono
        value={fingerprint === null ? '' : fingerprintText(fingerprint)}
        placeholder="any that is signed by a trusted authority"
        check={checkFingerprint}
        hint={
          fingerprint === null ? undefined : 'This certificate alone is trusted, whoever signed it. Empty the field to trust by signature.'
        }
        onSave={(text) => put({ fingerprint: hexDigits(text) || null }, 'Trusted certificate')}
      />
      {fingerprint === null && (
        <>
          <Field
            label="Name in its certificate"
            mono
            value={serverName ?? ''}
            placeholder={host}
            check={checkServerName}
            onSave={(text) => put({ serverName: text.trim() || null }, 'Name in the certificate')}
          />
          <Authority authority={authority} put={put} />
        </>
      )}
    </section>
  );
}

function Authority({ authority, put }: { readonly authority: Encryption['authority'] } & Pick<TrustProps, 'put'>) {
  const gantry = useGantry();
  const choose = () =>
    void attempt(gantry, async () => {
      const [path] = await gantry.api.call('desktop.chooseFiles', { kind: 'files', title: 'CA certificates for this node (PEM)' });
      if (path !== undefined) put({ authority: await gantry.api.call('nodes.readAuthority', { path }) }, 'Authority');
    });
  return (
    <div className={styles.authority}>
      <span className={styles.term}>Signed by</span>
      <bdi>{authority?.name ?? 'an authority of Settings › Me, or of the system'}</bdi>
      <Button icon={FileKey2} onClick={choose}>
        Choose a CA file…
      </Button>
      {authority && (
        <Button tone="quiet" onClick={() => put({ authority: null }, 'Authority')}>
          Forget it
        </Button>
      )}
    </div>
  );
}
