/** What the other system's administrator needs so that we may call, search there and be sent to: text to copy into a mail. */
import type { About, Inbox } from './types.ts';

export function requestText({ nodeName, host, port, calledTitle, callingTitle, inbox }: About): string {
  const title = inbox?.title ?? callingTitle;
  const addresses = inbox?.addresses.length ? inbox.addresses.join(' or ') : '(the address of this computer)';
  const lines = [
    `Please let our workstation use ${nodeName} (AE title ${calledTitle}, ${host} port ${port}).`,
    '',
    'Our side:',
    `  AE title:    ${callingTitle}${title === callingTitle ? '' : ` (calls), ${title} (receives)`}`,
    `  IP address:  ${addresses}`,
    ...(inbox ? [`  Port:        ${inbox.port}`] : []),
    '  Capital letters and spaces in the AE title count.',
    '',
    'What we ask for:',
    `  1. Accept associations from ${callingTitle}: Verification (C-ECHO), Storage (C-STORE).`,
    `  2. Let ${callingTitle} search and retrieve: Study Root and Patient Root C-FIND, C-MOVE and, where you have it, C-GET.`,
    `  3. Enter ${title} as a C-MOVE destination with the address and port above.`,
    '',
    `We receive all storage SOP classes in any transfer syntax, uncompressed and compressed, ${encryptionText(inbox?.encryption)}.`,
    'Firewalls in between must let both directions pass: from us to your port, and from you to ours.',
  ];
  if (inbox?.scope === 'this-computer') {
    lines.push('', 'Note: our inbox is not yet open to the network; it will be before you test.');
  }
  return lines.join('\n');
}

function encryptionText(encryption: Inbox['encryption']): string {
  switch (encryption?.mode) {
    case 'only':
      return 'with TLS 1.2 or 1.3';
    case 'beside':
      return encryption.port === null ? 'without TLS' : `without TLS, or with TLS 1.2 or 1.3 on port ${encryption.port}`;
    default:
      return 'without TLS';
  }
}
