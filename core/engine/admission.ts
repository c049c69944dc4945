/**
 * Who is let in to our own SCP: by calling title, address and called title, as the settings and the address book say (PS3.8 §9.3.4).
 * Pure: takes what was asked and what holds, gives the refusal or nothing.
 */
import type { AdmitRefusal, CallerFacts } from '../association/types.ts';
import type { InboxSettings } from '../contract/inbox-settings.ts';
import { refusals } from '../upper-layer/index.ts';
import { isLoopback } from './listener.ts';

export type Caller = Pick<CallerFacts, 'callingTitle' | 'calledTitle'> & { readonly remote: Pick<CallerFacts['remote'], 'address'> };

export interface Doorkeeping {
  readonly settings: Pick<InboxSettings, 'paused' | 'accept' | 'calledTitle'> & {
    readonly callers: readonly string[];
    readonly otherTitles: readonly string[];
  };
  /** Our AE title. */
  readonly title: string;
  /** AE titles of the nodes that are switched on. */
  readonly nodes: () => readonly string[];
}

/** This Gantry itself is always let in: its self-test, and moves that it asks of its own inbox. */
export function refusalOf(caller: Caller, { settings, title, nodes }: Doorkeeping): AdmitRefusal | undefined {
  const { callingTitle, calledTitle, remote } = caller;
  if (callingTitle === title && calledTitle === title && isLoopback(remote.address)) return undefined;
  if (settings.paused) return refusals.temporaryCongestion;
  if (settings.calledTitle === 'strict' && calledTitle !== title && !settings.otherTitles.includes(calledTitle))
    return refusals.calledTitleNotRecognised;
  if (settings.accept === 'everyone' || settings.callers.some((entry) => isCaller(entry, caller))) return undefined;
  return settings.accept === 'known' && nodes().includes(callingTitle) ? undefined : refusals.callingTitleNotRecognised;
}

/** The entry that lets a caller in: with its address, since anybody can call themselves anything. */
export const entryOf = ({ callingTitle, remote }: Caller): string => `${callingTitle}@${plainAddress(remote.address)}`;

/** The lists of the settings as they must be for this caller to be let in. */
export function lettingIn(caller: Caller, keeping: Doorkeeping): { readonly callers: string[]; readonly otherTitles: string[] } {
  const lists = { callers: [...keeping.settings.callers], otherTitles: [...keeping.settings.otherTitles] };
  const refusal = () => refusalOf(caller, { ...keeping, settings: { ...keeping.settings, ...lists, paused: false } });
  if (refusal() === refusals.calledTitleNotRecognised) lists.otherTitles.push(caller.calledTitle);
  if (refusal() === refusals.callingTitleNotRecognised) lists.callers.push(entryOf(caller));
  return lists;
}

/** `TITLE`, an address, or `TITLE@address`; a title may itself have an @ in it. */
function isCaller(entry: string, { callingTitle, remote }: Caller): boolean {
  if (entry === callingTitle) return true;
  const at = entry.lastIndexOf('@');
  const [title, address] = [entry.slice(0, Math.max(0, at)), entry.slice(at + 1)];
  return (at < 1 || title === callingTitle) && plainAddress(address).toLowerCase() === plainAddress(remote.address).toLowerCase();
}

/** An IPv4 address that came in over an IPv6 socket is the same address. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
