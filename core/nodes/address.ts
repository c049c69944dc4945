/**
 * Reads an address as people write it: `AE@host:port`, `dicom://AE@host:port`, `host port AE` in any order, or a pasted mail or form from
 * which title, host and port are picked out. Never guesses a port.
 */
import { checkAeTitle } from '../lib/ae-title.ts';
import type { ParsedAddress } from '../contract/nodes.ts';

/** `null` when there is no whole address in the text. */
export function parseAddress(text: string): ParsedAddress | null {
  const trimmed = text.trim().slice(0, 10_000);
  return parseCompact(trimmed) ?? parseWords(trimmed) ?? parseForm(trimmed);
}

const HOST = String.raw`\[[0-9A-Fa-f:.]+(?:%\w+)?\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?`;
const compact = new RegExp(String.raw`^(?:dicom://)?([^@\\/:]{1,48})@(${HOST}):(\d{1,5})/?$`, 'i');
const urlWithPath = new RegExp(String.raw`^dicom://(${HOST}):(\d{1,5})/([^/\\?#]{1,48})/?$`, 'i');
const embedded = new RegExp(String.raw`(?:^|[\s<("'=:])(?:dicom://)?([^\s<>"'()@/:]{1,48})@(${HOST}):(\d{1,5})(?!\d)`, 'i');

function parseCompact(text: string): ParsedAddress | null {
  const match = compact.exec(text);
  if (match) return address(match[1], match[2], match[3]);
  const url = urlWithPath.exec(text);
  return url ? address(url[3], url[1], url[2]) : null;
}

const hostOnly = new RegExp(`^(?:${HOST})$`);
const hostPort = new RegExp(String.raw`^(${HOST}):(\d{1,5})$`);
const bareIpv6 = /^(?=.*:.*:)[0-9A-Fa-f:.]+$/;

/** Three words, one of them a port and one of them more like a host than the other; or two, one of them `host:port`. */
function parseWords(text: string): ParsedAddress | null {
  const words = text.split(/[\s,;|]+/).filter((word) => word !== '');
  if (words.length === 2) {
    const [first = '', second = ''] = words;
    const joined = hostPort.exec(first) ?? hostPort.exec(second);
    return joined && address(joined[0] === first ? second : first, joined[1], joined[2]);
  }
  if (words.length !== 3) return null;
  const port = words.find((word) => /^\d{1,5}$/.test(word));
  const others = words.filter((word) => word !== port);
  if (port === undefined || others.length !== 2) return null;
  const hosts = others.filter((word) => hostOnly.test(word) || bareIpv6.test(word));
  const host =
    hosts.find(looksLikeHost) ?? (words[0] === others[0] && others[0] !== undefined && hosts.includes(others[0]) ? others[0] : hosts[0]);
  return host === undefined ? null : address(others.find((word) => word !== host) ?? host, host, port);
}

/** An IP address, a name with a dot, or localhost: no AE title that people use. */
const looksLikeHost = (word: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$|^\[|^localhost$|[A-Za-z0-9]\.[A-Za-z]/i.test(word) || bareIpv6.test(word);

const titleLabel =
  /(?:\bAE[\s_-]*(?:title|titel|name|t\b)|\bAET\b|\bapplication entity(?: title)?|\btitre AE|\btítulo AE|\btitolo AE|AEタイトル)/gi;
const hostLabel =
  /(?:\bIP(?:[\s_-]*(?:address|adresse|addr|v4|v6|アドレス))?|\bhost(?:[\s_-]*name)?|\baddress|\badresse|\bserver(?:[\s_-]*(?:name|address))?|\bDNS(?:[\s_-]*name)?)/gi;
const portLabel = /(?:\b(?:TCP|DICOM|listen(?:ing)?|SCP)?[\s_-]*port(?:[\s_-]*(?:number|nr|no)\b\.?)?|ポート)/gi;
/** Whose title a line speaks of: ours is not the one to call. */
const ourSide = /\b(?:your|calling|local|client|source|ihr|ihre|votre|move destination)\b[\s\w-]*$/i;

function parseForm(text: string): ParsedAddress | null {
  const inside = embedded.exec(text);
  const whole = inside && address(inside[1], inside[2], inside[3]);
  if (whole) return whole;
  const title = labelled(text, titleLabel, /^[^\s"'|,;<>]{0,47}[^\s"'|,;<>.]/);
  const joined = new RegExp(String.raw`(?:^|[\s=:|"'(])(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+\]):(\d{1,5})(?!\d)`, 'm').exec(text);
  if (title !== undefined && joined) return address(title, joined[1], joined[2]);
  const host =
    labelled(text, hostLabel, new RegExp(`^(?:${HOST})`)) ?? /(?:^|[\s=:|"'(])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])/m.exec(text)?.[1];
  const port = labelled(text, portLabel, /^\d{1,5}(?!\d)/);
  return title === undefined || host === undefined || port === undefined ? null : address(title, host, port);
}

/** The value behind a label: after `:`, `=`, `|`, a tab, "is" or a line break, quotes taken off. */
function labelled(text: string, label: RegExp, value: RegExp): string | undefined {
  for (const match of text.matchAll(label)) {
    const before =
      text
        .slice(Math.max(0, match.index - 40), match.index)
        .split('\n')
        .at(-1) ?? '';
    if (ourSide.test(before)) continue;
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 120);
    const found = value.exec(after.replace(/^[ \t]*(?:\([^)\n]{0,40}\))?[ \t]*(?:[:=|]|is\b|ist\b|\t|\r?\n)?[ \t:=|]*["'“„]?/, ''))?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

function address(title: string | undefined, host: string | undefined, port: string | undefined): ParsedAddress | null {
  const wanted = decode(title ?? '').trim();
  const number = Number(port);
  const bare = (host ?? '').replace(/^\[|\]$/g, '');
  if (checkAeTitle(wanted) !== undefined || bare === '' || bare.length > 253 || number < 1 || number > 65_535) return null;
  return { title: wanted, host: bare, port: number };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
