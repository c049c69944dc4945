// Certificates for tests, made by openssl in a folder of the test's own: an authority, and what it signed.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './peer-process.ts';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256 in hexadecimal digits. */
  readonly fingerprint: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface Certificates {
  readonly authority: Certificate;
  /** For 127.0.0.1 and localhost. */
  readonly server: Certificate;
  readonly client: Certificate;
  /** For other.example. */
  readonly otherName: Certificate;
  readonly expired: Certificate;
  /** Signed by nobody but itself. */
  readonly selfSigned: Certificate;
}

export async function makeCertificates(folder: string): Promise<Certificates> {
  const authority = await make(folder, { name: 'authority', extension: 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign' });
  const signed = (name: string, subject: string, days = '30'): Promise<Certificate> =>
    make(folder, { name, extension: `subjectAltName=${subject}`, by: 'authority', days });
  return {
    authority,
    server: await signed('server', 'DNS:localhost,IP:127.0.0.1'),
    client: await signed('client', 'DNS:client.example'),
    otherName: await signed('other', 'DNS:other.example'),
    expired: await signed('expired', 'DNS:localhost,IP:127.0.0.1', '-1'),
    selfSigned: await make(folder, { name: 'self', extension: 'subjectAltName=IP:127.0.0.1' }),
  };
}

interface Making {
  readonly name: string;
  readonly extension: string;
  readonly by?: string;
  readonly days?: string;
}

async function make(folder: string, { name, extension, by, days = '30' }: Making): Promise<Certificate> {
  const file = (ending: string): string => path.join(folder, `${name}.${ending}`);
  await writeFile(file('ext'), `${extension}\n`);
  await openssl(folder, ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file('key')]);
  await openssl(folder, ['req', '-new', '-key', file('key'), '-subj', `/CN=${name}`, '-out', file('csr')]);
  const signer =
    by === undefined
      ? ['-signkey', file('key')]
      : ['-CA', path.join(folder, `${by}.pem`), '-CAkey', path.join(folder, `${by}.key`), '-CAcreateserial'];
  await openssl(folder, ['x509', '-req', '-in', file('csr'), ...signer, '-days', days, '-extfile', file('ext'), '-out', file('pem')]);
  const printed = await openssl(folder, ['x509', '-in', file('pem'), '-noout', '-fingerprint', '-sha256']);
  return {
    certificate: await readFile(file('pem'), 'utf8'),
    key: await readFile(file('key'), 'utf8'),
    fingerprint: printed.replace(/^.*=/s, '').trim(),
    certificateFile: file('pem'),
    keyFile: file('key'),
  };
}

async function openssl(cwd: string, args: readonly string[]): Promise<string> {
  const { code, output } = await run('openssl', args, { cwd });
  if (code !== 0) throw new Error(output);
  return output;
}
