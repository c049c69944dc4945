/** F3: the wrong protocol, decided by the first bytes that came. First match wins. */
import type { Cause } from '../types.ts';

export interface Signature {
  readonly name: 'tls-hello' | 'tls-alert' | 'http' | 'http-client' | 'ssh' | 'mllp' | 'not-dicom';
  /** Hexadecimal prefixes. */
  readonly prefixes: readonly string[];
  readonly cause: Cause;
}

export const signatures: readonly Signature[] = [
  {
    name: 'tls-hello',
    prefixes: ['1603'],
    cause: {
      headline: '{host} tried to connect with encryption.',
      why: 'It began a TLS handshake on a port that speaks plain DICOM.',
      confidence: 'certain',
      advice: 'Let it call without encryption.',
      remedies: ['show-address'],
      who: 'peer',
    },
  },
  {
    name: 'tls-alert',
    prefixes: ['1503'],
    cause: {
      headline: 'Port {port} of {node} expects encryption.',
      why: 'It answered plain DICOM with a TLS alert.',
      confidence: 'certain',
      advice: 'Turn encryption on for this node, or use its port without encryption, often 104 or 11112.',
      remedies: ['encrypt', 'edit-port'],
      who: 'you',
    },
  },
  {
    name: 'http',
    prefixes: ['48545450'],
    cause: {
      headline: '{host} port {port} is a web server.',
      why: 'It answers in HTTP; DICOM is usually on port 104, 4242 or 11112.',
      confidence: 'certain',
      advice: 'Use the DICOM port of that system.',
      remedies: ['try-ports', 'edit-port'],
      who: 'you',
    },
  },
  {
    name: 'http-client',
    prefixes: ['47455420', '504f5354', '48454144', '4f505449', '434f4e4e'],
    cause: {
      headline: 'A web browser called from {host}.',
      why: 'It spoke HTTP to the DICOM port.',
      confidence: 'certain',
      advice: 'Nothing to do, unless that system was meant to send images.',
      remedies: ['show-address'],
      who: 'peer',
    },
  },
  {
    name: 'ssh',
    prefixes: ['5353482d'],
    cause: {
      headline: '{host} port {port} is a remote-login port.',
      why: 'It answers in SSH.',
      confidence: 'certain',
      advice: 'Use the DICOM port of that system, usually 104, 4242 or 11112.',
      remedies: ['try-ports', 'edit-port'],
      who: 'you',
    },
  },
  {
    name: 'mllp',
    prefixes: ['0b'],
    cause: {
      headline: '{host} port {port} is an HL7 port.',
      why: 'It speaks HL7 version 2 (MLLP).',
      confidence: 'certain',
      advice: 'Use the DICOM port of that system, usually 104, 4242 or 11112.',
      remedies: ['try-ports', 'edit-port'],
      who: 'you',
    },
  },
  {
    name: 'not-dicom',
    prefixes: [''],
    cause: {
      headline: '{host} port {port} does not speak DICOM.',
      why: 'What it sent is no DICOM message.',
      confidence: 'certain',
      advice: 'Check the port, usually 104, 4242 or 11112.',
      remedies: ['try-ports', 'edit-port'],
      who: 'you',
    },
  },
];
