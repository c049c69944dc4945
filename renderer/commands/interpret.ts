// What a text in the command field may mean, best first: an address, a UID, a search, a node, a command. Every meaning is shown before Enter.
import type { NodeView, ParsedAddress } from '../../core/contract.ts';
import { chipLabel } from '../features/search/chip-label.ts';
import { parseSearchLine, type LineContext } from '../features/search/search-line.ts';
import { looksLikeUid } from '../format/uid.ts';
import { unfinishedAddress } from '../lib/unfinished-address.ts';
import { labelOf, type Action, type ActionContext } from './action.ts';

export type Interpretation =
  | { readonly kind: 'add'; readonly address: ParsedAddress; readonly existing: NodeView | null }
  /** On its way to be one; what it still needs. */
  | { readonly kind: 'unfinished'; readonly needs: string }
  | { readonly kind: 'uid'; readonly uid: string }
  /** `conditions` are what the line was understood as; `problem` is the first thing in it that was not. */
  | { readonly kind: 'search'; readonly text: string; readonly conditions: readonly string[]; readonly problem: string }
  | { readonly kind: 'node'; readonly node: NodeView }
  /** `reason` says why not now; empty when it can run. */
  | { readonly kind: 'command'; readonly action: Action; readonly label: string; readonly reason: string };

export interface InterpretContext {
  /** What the engine read out of the text; null when there is no address in it. */
  readonly address: ParsedAddress | null;
  readonly nodes: readonly NodeView[];
  readonly actions: readonly Action[];
  readonly act: ActionContext;
  readonly line: LineContext;
}

const SHOWN_NODES = 4;
const SHOWN_COMMANDS = 6;

export function interpret(text: string, context: InterpretContext): readonly Interpretation[] {
  const wanted = text.trim();
  if (wanted.startsWith('>')) return commands(wanted.slice(1).trim(), context);
  if (wanted === '') return [...context.nodes.slice(0, SHOWN_NODES).map(toNode), ...commands('', context)];
  const found: Interpretation[] = [];
  const { address } = context;
  if (address) found.push({ kind: 'add', address, existing: context.nodes.find((node) => isAt(node, address)) ?? null });
  const needs = address ? null : unfinishedAddress(wanted);
  if (needs !== null) found.push({ kind: 'unfinished', needs });
  if (looksLikeUid(wanted)) found.push({ kind: 'uid', uid: wanted });
  else if (!address) found.push(search(wanted, context.line));
  found.push(
    ...context.nodes
      .filter((node) => namesNode(node, wanted))
      .slice(0, SHOWN_NODES)
      .map(toNode),
  );
  return [...found, ...commands(wanted, context).slice(0, SHOWN_COMMANDS)];
}

/** Whether it is worth asking the engine for an address: never for a plain word. */
export const mayBeAddress = (text: string): boolean => !text.trim().startsWith('>') && /[@:/\s].*\d|\d.*[@:\s]|\n/.test(text.trim());

const toNode = (node: NodeView): Interpretation => ({ kind: 'node', node });

const isAt = (node: NodeView, { title, host, port }: ParsedAddress) => node.title === title && node.host === host && node.port === port;

const namesNode = (node: NodeView, text: string) =>
  [node.name, node.title, node.host].some((word) => word.toLowerCase().includes(text.toLowerCase()));

function search(text: string, line: LineContext): Interpretation {
  const { chips, problems } = parseSearchLine(text, line);
  const conditions = chips.map((chip) => {
    const { field, value } = chipLabel(chip, line.nodes);
    return `${field}: ${value}`;
  });
  return { kind: 'search', text, conditions, problem: problems[0] ?? '' };
}

/** How far into the label the first of the words stands: 'bin' means Show the bin before Undo: 2 images moved to the bin. */
function placeIn(label: string, [word = '']: readonly string[]): number {
  const at = label.toLowerCase().indexOf(word);
  return at < 0 ? label.length : at;
}

function commands(text: string, { actions, act }: InterpretContext): readonly Interpretation[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return actions
    .filter((action) => !action.unlisted)
    .map((action) => ({ action, label: labelOf(action, act), enabled: action.enabled(act) }))
    .filter(({ action, label }) => words.every((word) => `${action.group} ${label} ${action.also ?? ''}`.toLowerCase().includes(word)))
    .map(({ action, label, enabled }) => ({ kind: 'command' as const, action, label, reason: enabled === true ? '' : enabled }))
    .sort((a, b) => Number(a.reason !== '') - Number(b.reason !== '') || placeIn(a.label, words) - placeIn(b.label, words));
}
