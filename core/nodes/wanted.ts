/** What a caller wanted, by the abstract syntaxes that it proposed, in few words. */
import { isStorageSopClass, uidName } from '../dicom/uids.ts';

const NAMED = 3;
const LONGEST = 160;

/** 'Echo', 'Send CT Image, MR Image + 4', 'Search · Retrieve'; '' for none. */
export function wantedOf(abstractSyntaxes: readonly string[]): string {
  const sent: string[] = [];
  const others = new Set<string>();
  for (const uid of new Set(abstractSyntaxes)) {
    if (isStorageSopClass(uid)) sent.push(uidName(uid).replace(/ Storage\b/, ''));
    else others.add(wordOf(uidName(uid)));
  }
  const more = sent.length > NAMED ? ` + ${sent.length - NAMED}` : '';
  const words = [...(sent.length > 0 ? [`Send ${sent.slice(0, NAMED).join(', ')}${more}`] : []), ...others];
  return words.join(' · ').slice(0, LONGEST);
}

function wordOf(name: string): string {
  if (name.startsWith('Verification')) return 'Echo';
  if (name.startsWith('Modality Worklist')) return 'Worklist';
  if (/Query\/Retrieve.*FIND/.test(name)) return 'Search';
  if (/Query\/Retrieve.*(?:MOVE|GET)/.test(name)) return 'Retrieve';
  return name;
}
