/** Where a study is besides here, in a word and in a sentence for each node. Called safe only when the node vouches for every object. */
import type { NodeCustody, StudyCustody } from '../../../core/contract.ts';
import { countText } from '../../format/quantity.ts';
import type { Tone } from '../../ui/chip.tsx';

export type CustodySign = 'safe' | 'broken' | 'waiting' | 'sent' | 'changed' | 'listed' | 'partly';

export interface NodeWords {
  readonly sign: CustodySign;
  readonly tone: Tone;
  /** What stands for it: 'safe at Main PACS'. */
  readonly word: string;
  /** One line, whole. */
  readonly sentence: string;
}

const tones: Readonly<Record<CustodySign, Tone>> = {
  safe: 'ok',
  broken: 'error',
  waiting: 'running',
  sent: 'info',
  changed: 'warn',
  listed: 'idle',
  partly: 'warn',
};

const signOf = ({ sent, warned, committed, refused, waiting, listed }: NodeCustody, instances: number): CustodySign => {
  if (committed >= instances && instances > 0) return 'safe';
  if (waiting > 0) return 'waiting';
  if (refused > 0) return 'broken';
  if (sent >= instances) return warned > 0 ? 'changed' : 'sent';
  return sent === 0 && committed === 0 && listed >= instances ? 'listed' : 'partly';
};

const of = (some: number, all: number): string =>
  some === all ? `${all === 1 ? '' : 'all '}${countText(all)}` : `${countText(some)} of ${countText(all)}`;

export const nodeWords = (node: NodeCustody, instances: number): NodeWords => {
  const { nodeName, sent, warned, committed, refused, waiting, listed } = node;
  const sign = signOf(node, instances);
  const parts = [
    sent > 0 ? `${of(sent, instances)} sent` : '',
    warned > 0 ? `${countText(warned)} with a warning` : '',
    committed > 0 ? `it vouches for ${of(committed, instances)}` : '',
    refused > 0 ? `it does not vouch for ${of(refused, instances)}` : '',
    waiting > 0 ? `asked to vouch for ${of(waiting, instances)}` : '',
    listed > 0 ? `it lists ${of(listed, instances)}, which promises nothing` : '',
  ].filter((part) => part !== '');
  const words: Readonly<Record<CustodySign, string>> = {
    safe: `safe at ${nodeName}`,
    broken: `not safe at ${nodeName}`,
    waiting: `waiting for ${nodeName}`,
    sent: `sent to ${nodeName}`,
    changed: `sent to ${nodeName}, changed there`,
    listed: `listed by ${nodeName}`,
    partly: `partly at ${nodeName}`,
  };
  return { sign, tone: tones[sign], word: words[sign], sentence: parts.length === 0 ? 'nothing is known any more' : parts.join(' · ') };
};

const ranks: readonly CustodySign[] = ['safe', 'sent', 'waiting', 'changed', 'listed', 'partly', 'broken'];

/** Where it is safe comes first, then what a person should know of, then the rest. */
const shown: readonly CustodySign[] = ['safe', 'broken', 'waiting', 'sent', 'changed', 'listed', 'partly'];

/** The nodes that have it, in the order in which they are told. */
export const keepersOf = (custody: StudyCustody | undefined): readonly { readonly node: NodeCustody; readonly words: NodeWords }[] =>
  (custody?.nodes ?? [])
    .map((node) => ({ node, words: nodeWords(node, custody?.instances ?? 0) }))
    .sort((a, b) => shown.indexOf(a.words.sign) - shown.indexOf(b.words.sign));

/** For sorting: what is best kept comes first, what is nowhere else last. */
export const custodyRank = (custody: StudyCustody | undefined): number =>
  Math.min(...keepersOf(custody).map(({ words }) => ranks.indexOf(words.sign)), ranks.length);
