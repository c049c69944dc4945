/** Registered UIDs (PS3.6 Annex A): names, kinds and the storage SOP classes of the current standard. Split when first asked. */
import { UIDS } from './uids.gen.ts';

export type UidKind = 'sop-class' | 'meta-sop-class' | 'transfer-syntax' | 'sop-instance' | 'service-class' | 'other';

export interface RegisteredUid {
  readonly uid: string;
  readonly name: string;
  /** PS3.6's keyword ('CTImageStorage'); '' where it has none. */
  readonly keyword: string;
  readonly kind: UidKind;
  readonly retired: boolean;
}

const KINDS: Readonly<Record<string, UidKind>> = {
  C: 'sop-class',
  M: 'meta-sop-class',
  T: 'transfer-syntax',
  I: 'sop-instance',
  S: 'service-class',
};

interface Registry {
  readonly byUid: ReadonlyMap<string, RegisteredUid>;
  readonly byKeyword: ReadonlyMap<string, RegisteredUid>;
}
let registry: Registry | undefined;

function registered(): Registry {
  if (registry) return registry;
  const all = UIDS.split('|').map((text): RegisteredUid => {
    const [uid = '', kind = '', keyword = '', ...name] = text.split(' ');
    return {
      uid: uid.replace('~', '1.2.840.10008.'),
      name: name.join(' '),
      keyword: keyword === '-' ? '' : keyword,
      kind: KINDS[kind.charAt(0)] ?? 'other',
      retired: kind.endsWith('r'),
    };
  });
  registry = {
    byUid: new Map(all.map((entry) => [entry.uid, entry])),
    byKeyword: new Map(all.filter(({ keyword }) => keyword !== '').map((entry) => [entry.keyword, entry])),
  };
  return registry;
}

export const lookUpUid = (uid: string): RegisteredUid | undefined => registered().byUid.get(uid);

/** The standard's name, or the UID itself when it is not registered. */
export const uidName = (uid: string): string => lookUpUid(uid)?.name.replace(' (Retired)', '') ?? uid;

/** UID of a keyword of PS3.6 ('CTImageStorage', 'JPEGBaseline8Bit'). */
export const uidOfKeyword = (keyword: string): string | undefined => registered().byKeyword.get(keyword)?.uid;

export const registeredUids = (): Iterable<RegisteredUid> => registered().byUid.values();

/** Names end in Storage, or have it before what tells two classes apart; commitment, media directories and storage management are none. */
const storage = ({ uid, name, kind }: RegisteredUid): boolean =>
  kind === 'sop-class' &&
  /\bStorage\b(?! (?:Commitment|Management|Service))/.test(name) &&
  uid !== '1.2.840.10008.1.3.10' &&
  !uid.startsWith('1.2.840.10008.1.20.');

/** Composite storage SOP classes (PS3.4 §B.5, §GG.3), those of retired editions too. */
export function isStorageSopClass(uid: string): boolean {
  const entry = lookUpUid(uid);
  return entry !== undefined && storage(entry);
}

/** @param options.retired with the classes that the standard has retired, as old devices still send them. */
export const storageSopClasses = (options: { readonly retired: boolean }): readonly RegisteredUid[] =>
  [...registered().byUid.values()].filter((entry) => storage(entry) && (options.retired || !entry.retired));
