/** F2, our side: the files of our own TLS identity that cannot be used. Keys: the system's, the TLS library's and our own words. */
import type { CauseTable } from '../types.ts';

export const identity: CauseTable = {
  ENOENT: {
    headline: 'A file of your TLS identity is not there.',
    why: '{file} was moved, renamed or deleted.',
    confidence: 'certain',
    advice: 'Choose it again.',
    remedies: ['settings-me'],
    who: 'you',
  },
  EACCES: {
    headline: 'Gantry may not read a file of your TLS identity.',
    why: 'The system refuses {file} to your account.',
    confidence: 'certain',
    advice: 'Give your account the right to read it.',
    remedies: ['settings-me'],
    who: 'you',
  },
  'not-pem': {
    headline: 'A file of your TLS identity is not PEM.',
    why: '{file} holds no readable “-----BEGIN …” block of the kind that is wanted.',
    confidence: 'certain',
    advice: 'Convert it with openssl, or choose the right file.',
    remedies: ['settings-me'],
    who: 'you',
  },
  'key-encrypted': {
    headline: 'Your key is protected by a pass phrase.',
    why: '{file} is encrypted, and nothing that needs your certificate works until it is opened.',
    confidence: 'certain',
    advice: 'Enter the pass phrase.',
    remedies: ['pass-phrase'],
    who: 'you',
  },
  'key-encryption': {
    headline: 'Your key is encrypted in a way that Gantry cannot read.',
    why: 'The TLS library knows no such encryption as that of {file}.',
    confidence: 'certain',
    advice: 'Write the key anew with its pass phrase: openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -out new.pem.',
    remedies: ['settings-me'],
    who: 'you',
  },
  'wrong-pass-phrase': {
    headline: 'This pass phrase does not open your key.',
    why: '{file} was encrypted with another one.',
    confidence: 'certain',
    advice: 'Type it again; capital and small letters differ.',
    remedies: ['pass-phrase'],
    who: 'you',
  },
  KEY_VALUES_MISMATCH: {
    headline: 'Your key and your certificate do not belong together.',
    why: 'The certificate was made for another key than the one in {file}.',
    confidence: 'certain',
    advice: 'Choose the pair that was made together.',
    remedies: ['settings-me'],
    who: 'you',
  },
  'no-key': {
    headline: 'Your certificate lacks its key.',
    why: 'A certificate proves nothing without the key that it was made for.',
    confidence: 'certain',
    advice: 'Choose the key file, too.',
    remedies: ['settings-me'],
    who: 'you',
  },
  'no-certificate': {
    headline: 'No certificate of yours is chosen.',
    why: 'Encryption at our port, and a key of ours, need a certificate.',
    confidence: 'certain',
    advice: 'Choose a certificate and its key.',
    remedies: ['settings-me'],
    who: 'you',
  },
  'no-authority': {
    headline: 'Nobody is named who may vouch for callers.',
    why: 'Certificates of callers are required, but no CA file says which ones are trusted.',
    confidence: 'certain',
    advice: 'Choose the CA file, or stop requiring certificates.',
    remedies: ['settings-me'],
    who: 'you',
  },
  unknown: {
    headline: 'Your TLS identity cannot be used.',
    why: 'The TLS library does not take {file}; its reason stands in the grey line.',
    confidence: 'possible',
    advice: 'Choose a PEM certificate and the PEM key that belongs to it.',
    remedies: ['settings-me'],
    who: 'you',
  },
};

/** Codes that mean the same as a row of the table. */
export const identityAliases: Readonly<Record<string, string>> = {
  ENOTDIR: 'ENOENT',
  EPERM: 'EACCES',
  EISDIR: 'not-pem',
  NO_START_LINE: 'not-pem',
};
