// What a certificate says, for a person who compares it with what the other administrator reads out.
import type { CertificateView } from '../../core/contract.ts';
import { dateText } from '../format/date-time.ts';
import { Facts } from './facts.tsx';
import styles from './certificate-facts.module.css';

export function CertificateFacts({ certificate }: { readonly certificate: CertificateView }) {
  const { subject, issuer, names, validFrom, validTo, fingerprint } = certificate;
  const facts = [
    { name: 'Certificate of', value: subject },
    ...(names.length > 0 ? [{ name: 'For', value: names.join(', ') }] : []),
    { name: 'Issued by', value: issuer === subject ? 'itself' : issuer },
    { name: 'Valid', value: `${day(validFrom)} to ${day(validTo)}` },
    { name: 'SHA-256', value: fingerprint, shown: <code className={styles.fingerprint}>{fingerprintText(fingerprint)}</code> },
  ];
  return <Facts facts={facts} />;
}

const day = (iso: string) => dateText(iso.slice(0, 10).replaceAll('-', ''));

/** In pairs, as openssl and administrators write it. */
export const fingerprintText = (fingerprint: string): string => (fingerprint.match(/../g) ?? []).join(':').toUpperCase();
