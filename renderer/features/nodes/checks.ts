// What a node's fields must look like, as sentences for the person who types them.

export const checkName = (text: string): string | null => {
  const name = text.trim();
  if (name === '') return 'A node needs a name.';
  return name.length > 64 ? 'A name has at most 64 characters.' : null;
};

export const checkHost = (text: string): string | null => {
  const host = text.trim();
  if (host === '') return 'A name such as pacs.example.org, or an IP address.';
  return /^[A-Za-z0-9._:%-]{1,253}$/.test(host) ? null : 'A host name or IP address has letters, digits, dots and hyphens only.';
};

export const checkPort = (text: string): string | null => {
  const port = Number(text);
  return /^\d{1,5}$/.test(text.trim()) && port >= 1 && port <= 65_535 ? null : 'A port is a number from 1 to 65535.';
};

export const checkSeconds = (text: string): string | null => {
  const seconds = Number(text);
  return /^\d{1,5}$/.test(text.trim()) && seconds >= 1 && seconds <= 86_400 ? null : 'A whole number of seconds, 1 to 86400.';
};

/** SHA-256 however it is written: with colons, spaces, capitals, or a title before it. */
export const hexDigits = (text: string): string =>
  text
    .replace(/^.*[=]/, '')
    .replace(/[^0-9a-f]/gi, '')
    .toLowerCase();

export const checkFingerprint = (text: string): string | null =>
  text.trim() === '' || hexDigits(text).length === 64 ? null : 'A SHA-256 fingerprint has 64 hexadecimal digits.';

export const checkServerName = (text: string): string | null =>
  /^[A-Za-z0-9._:*-]{0,253}$/.test(text.trim()) ? null : 'A name has letters, digits, dots and hyphens only.';
