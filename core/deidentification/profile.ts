/** Table E.1-1 of PS3.15 looked up: what is to be done with an element, given the options. One action comes out, never a choice. */
import { elementOf, groupOf } from '../dicom/tag.ts';
import type { Tag } from '../dicom/types.ts';
import { PROFILE_BY_GROUP } from './profile-table.ts';
import type { ProfileOptions } from './types.ts';

/** X remove, Z empty, D dummy, U new UID, K keep, C clean. */
export type Action = 'X' | 'Z' | 'D' | 'U' | 'K' | 'C';

interface Rule {
  /** One action, or several with slashes: which of them depends on the element's type in the object. */
  readonly choice: string;
  readonly letters: string;
}

/** Where an element stands, as far as that decides what its type may be. */
export interface Standing {
  readonly tag: Tag;
  readonly vr: string;
  /** It stands in an item. */
  readonly nested: boolean;
  readonly sopClassUid: string;
}

export interface Decision {
  readonly action: Action;
  /** What the profile without options asks for, where cleaning turns out to be impossible. */
  readonly basic: Action;
}

const groups = new Map<number, ReadonlyMap<number, Rule>>();

function rulesOf(group: number): ReadonlyMap<number, Rule> {
  let rules = groups.get(group);
  if (!rules) {
    const line = PROFILE_BY_GROUP[group.toString(16).toUpperCase().padStart(4, '0')] ?? '';
    const entries = line === '' ? [] : line.split(' ');
    rules = new Map(
      entries.map((entry) => {
        const [element = '', action = '', letters = ''] = entry.split(':');
        return [parseInt(element, 16), { choice: action, letters }];
      }),
    );
    groups.set(group, rules);
  }
  return rules;
}

/** CT, MR, CR, ultrasound, secondary capture, X-ray angiography and fluoroscopy: the objects of every day, of which the types below are known. */
const EVERYDAY = new Set([
  '1.2.840.10008.5.1.4.1.1.2',
  '1.2.840.10008.5.1.4.1.1.4',
  '1.2.840.10008.5.1.4.1.1.1',
  '1.2.840.10008.5.1.4.1.1.6.1',
  '1.2.840.10008.5.1.4.1.1.3.1',
  '1.2.840.10008.5.1.4.1.1.7',
  '1.2.840.10008.5.1.4.1.1.12.1',
  '1.2.840.10008.5.1.4.1.1.12.2',
]);

/** Optional (type 3) at the top of each of them. */
const OPTIONAL = new Set([
  0x00080012, 0x00080013, 0x00080021, 0x00080022, 0x0008002a, 0x00080031, 0x00080032, 0x00080080, 0x00080082, 0x00081010, 0x00081070,
  0x00081072, 0x00081110, 0x00081111, 0x00181000, 0x00181030, 0x00181400, 0x0018700a, 0x0018700c, 0x0018700e,
]);

/**
 * `X/…` is removal unless the element's type asks for more. Where the type is not known here, the choice that meets every object definition
 * is taken: a dummy where D is among them, else an empty value, else new UIDs (`X/Z/U*`).
 */
function chosen({ choice }: Rule, { tag, nested, sopClassUid }: Standing): Action {
  if (choice.includes('/') && !nested && OPTIONAL.has(tag) && EVERYDAY.has(sopClassUid)) return 'X';
  if (choice.endsWith('U*')) return 'U';
  return choice.endsWith('D') ? 'D' : choice.endsWith('Z') ? 'Z' : choice === 'U' ? 'U' : 'X';
}

const GRAPHICS: Rule = { choice: 'X', letters: 'G' };

/** Undefined for what the table does not name. Overlays go as a whole: a plane without its data would be no plane. */
function ruleOf(tag: Tag): Rule | undefined {
  const group = groupOf(tag);
  if ((group & 0xff00) === 0x5000 || (group & 0xff00) === 0x6000) return group % 2 === 0 ? GRAPHICS : undefined;
  return rulesOf(group).get(elementOf(tag));
}

/** Values that are named by nobody yet say who or when by what they are. */
const TELLING: Readonly<Record<string, Rule>> = {
  PN: { choice: 'D', letters: '' },
  AE: { choice: 'D', letters: 'v' },
  DA: { choice: 'D', letters: 'T' },
  DT: { choice: 'D', letters: 'T' },
  TM: { choice: 'D', letters: 'T' },
};

/** @returns undefined for an element that may stay as it is. */
export function decide(standing: Standing, options: ProfileOptions): Decision | undefined {
  const rule = ruleOf(standing.tag) ?? TELLING[standing.vr];
  if (!rule) return undefined;
  const basic = chosen(rule, standing);
  const wanted = Array.from(rule.letters, (letter) => overrides(letter, options)).filter((action) => action !== undefined);
  return { action: wanted.includes('C') ? 'C' : (wanted[0] ?? basic), basic };
}

function overrides(letter: string, options: ProfileOptions): 'K' | 'C' | undefined {
  const when = (condition: boolean, action: 'K' | 'C'): 'K' | 'C' | undefined => (condition ? action : undefined);
  switch (letter) {
    case 'T':
      return options.dates === 'remove' ? undefined : options.dates === 'keep' ? 'K' : 'C';
    case 'U':
      return when(options.keepUids, 'K');
    case 'V':
      return when(options.keepDevice, 'K');
    case 'v':
      return when(options.keepDevice, 'C');
    case 'I':
      return when(options.keepInstitution, 'K');
    case 'P':
      return when(options.keepPatientCharacteristics, 'K');
    case 'p':
      return when(options.keepPatientCharacteristics, 'C');
    case 'S':
      return when(options.cleanDescriptors, 'C');
    case 'R':
      return when(options.cleanStructuredContent, 'C');
    case 'G':
      return when(options.cleanGraphics, 'C');
    default:
      return undefined;
  }
}
