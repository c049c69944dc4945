// Who this computer is in TLS: its certificate and key, whom it trusts, and whether its own port is encrypted. Files stay where they are.
import { FileKey2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { IdentityView, Settings } from '../../../core/contract.ts';
import { attempt } from '../../commands/action.ts';
import { CertificateFacts } from '../../parts/certificate-facts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Button } from '../../ui/button.tsx';
import { Check, Segments } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { useGantry } from '../../use-gantry.ts';
import { PassPhrase } from './pass-phrase.tsx';
import type { SectionProps } from './settings-screen.tsx';
import styles from './settings.module.css';

type OwnTls = Settings['me']['tls'];
type FileKey = 'certificateFile' | 'keyFile' | 'authorityFile';

const checkPort = (text: string): string | null => {
  const port = Number(text);
  return /^\d{1,5}$/.test(text.trim()) && port >= 1 && port <= 65_535 ? null : 'A port is a number from 1 to 65535.';
};

export function TlsSettings({ settings: { me }, change }: SectionProps) {
  const gantry = useGantry();
  const identity = useStore(gantry.status, (s) => s.status?.identity ?? null);
  const beside = useStore(gantry.status, (s) => s.status?.listener.encryption.failure ?? null);
  const { tls } = me;
  const put = (patch: Partial<OwnTls>, what: string) => change({ me: { tls: patch } }, what);
  const again = () => void attempt(gantry, () => gantry.api.call('listener.restart', {}));
  const file = (key: FileKey, label: string, hint: string) => (
    <PemFile label={label} value={tls[key]} hint={hint} onSave={(path) => put({ [key]: path }, label)} />
  );
  return (
    <>
      <h3>Encryption (TLS)</h3>
      {file('certificateFile', 'My certificate', 'Needed only where the other side asks for one.')}
      {file('keyFile', 'Its key', 'PEM, readable by your account only.')}
      <PassPhrase identity={identity} />
      {file('authorityFile', 'Trusted authorities', 'CA certificates; without them those of the system.')}
      {identity && <IdentityState identity={identity} again={again} />}
      <Segments
        label="My port speaks"
        value={tls.listen}
        options={[
          { value: 'off', label: 'Plain DICOM' },
          { value: 'only', label: 'TLS only' },
          { value: 'beside', label: 'Both' },
        ]}
        hint={tls.listen === 'beside' ? 'Plain DICOM on the port above, TLS on one of its own.' : undefined}
        onChange={(listen) => put({ listen }, 'Encryption of my port')}
      />
      {tls.listen === 'beside' && (
        <Field
          label="TLS port"
          value={String(tls.port)}
          mono
          inputMode="numeric"
          check={checkPort}
          hint="2762 is customary."
          onSave={(text) => put({ port: Number(text) }, 'TLS port')}
        />
      )}
      {tls.listen !== 'off' && (
        <Check
          label="Callers must show a certificate that a trusted authority signed"
          checked={tls.requireCertificate}
          onChange={(requireCertificate) => put({ requireCertificate }, 'Certificates of callers')}
        />
      )}
      {beside && identity?.state !== 'failed' && <Failure failure={beside} subject={{ again }} />}
    </>
  );
}

interface PemFileProps {
  readonly label: string;
  readonly value: string | null;
  readonly hint: string;
  readonly onSave: (path: string | null) => unknown;
}

function PemFile({ label, value, hint, onSave }: PemFileProps) {
  const gantry = useGantry();
  const choose = () =>
    void attempt(gantry, async () => {
      const [path] = await gantry.api.call('desktop.chooseFiles', { kind: 'files', title: `${label} (PEM)` });
      if (path !== undefined) onSave(path);
    });
  return (
    <div>
      <div className={styles.file}>
        <Field label={label} value={value ?? ''} mono placeholder="a PEM file" onSave={(text) => onSave(text.trim() || null)} />
        <Button icon={FileKey2} aria-label={`Choose ${label}`} onClick={choose}>
          Choose…
        </Button>
      </div>
      <p className={styles.note}>{hint}</p>
    </div>
  );
}

function IdentityState({ identity, again }: { readonly identity: IdentityView; readonly again: () => void }) {
  switch (identity.state) {
    case 'none':
      return null;
    case 'failed':
      // The field above says it.
      return identity.wantsPassPhrase ? null : <Failure failure={identity.failure} subject={{ again }} />;
    case 'ready':
      return (
        <>
          {identity.certificate && <CertificateFacts certificate={identity.certificate} />}
          {identity.authorities > 0 && (
            <p className="secondary">
              {identity.authorities === 1 ? 'One trusted authority.' : `${identity.authorities} trusted authorities.`}
            </p>
          )}
          {identity.keyIsOpen && (
            <p className={styles.warning} role="status">
              Others on this computer can read the key file. Make it readable by your account only: chmod 600.
            </p>
          )}
        </>
      );
  }
}
