// Addresses as people write them and as mails and forms carry them.
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../core/nodes/address.ts';

const found = (title: string, host: string, port: number) => ({ title, host, port });
const PACS = found('PACS1', '10.1.2.3', 104);

describe('addresses', () => {
  it.each([
    ['PACS1@10.1.2.3:104', PACS],
    ['  PACS1@10.1.2.3:104\n', PACS],
    ['dicom://PACS1@10.1.2.3:104', PACS],
    ['dicom://PACS1@10.1.2.3:104/', PACS],
    ['dicom://10.1.2.3:104/PACS1', PACS],
    ['DICOM://PACS1@pacs.example.org:11112', found('PACS1', 'pacs.example.org', 11112)],
    ['dicom://MY%20PACS@pacs:4242', found('MY PACS', 'pacs', 4242)],
    ['MY PACS@pacs:4242', found('MY PACS', 'pacs', 4242)],
    ['PACS1@[fe80::1%eth0]:104', found('PACS1', 'fe80::1%eth0', 104)],
    ['PACS1@[2001:db8::5]:104', found('PACS1', '2001:db8::5', 104)],
    ['10.1.2.3 104 PACS1', PACS],
    ['PACS1 10.1.2.3 104', PACS],
    ['pacs.example.org, 104, PACS1', found('PACS1', 'pacs.example.org', 104)],
    ['2001:db8::5 104 PACS1', found('PACS1', '2001:db8::5', 104)],
    ['10.1.2.3:104 PACS1', PACS],
    ['PACS1 10.1.2.3:104', PACS],
    ['localhost 4242 ORTHANC', found('ORTHANC', 'localhost', 4242)],
  ])('%s', (text, expected) => {
    expect(parseAddress(text)).toEqual(expected);
  });

  it.each([
    ['a list', 'AE Title: PACS1\nIP address: 10.1.2.3\nPort: 104'],
    ['other words', 'Hostname = 10.1.2.3\nDICOM port = 104\nAET = PACS1'],
    ['German', 'Unser PACS:\n  AE-Titel: PACS1\n  IP-Adresse: 10.1.2.3\n  Port: 104'],
    ['a table', '| AE Title | PACS1 |\n| IP | 10.1.2.3 |\n| Port | 104 |'],
    ['a sentence', 'Please send to 10.1.2.3:104, our AE title is PACS1. Regards, Ann'],
    ['an address inside', 'Hello, the archive is PACS1@10.1.2.3:104 and Bob looks after it (bob@example.org).'],
    ['labels on their own lines', 'AE Title\nPACS1\nIP Address\n10.1.2.3\nPort\n104'],
    ['your title and ours', 'Your AE title: GANTRY\nOur AE title: PACS1\nIP: 10.1.2.3\nPort: 104'],
    ['called and calling', 'Calling AE Title: GANTRY\nCalled AE Title: PACS1\nServer: 10.1.2.3\nTCP port: 104'],
  ])('a mail or a form: %s', (_, text) => {
    expect(parseAddress(text)).toEqual(PACS);
  });

  it.each([
    [''],
    ['yamada'],
    ['PACS1@10.1.2.3'],
    ['PACS1@10.1.2.3:0'],
    ['PACS1@10.1.2.3:70000'],
    ['A_TITLE_THAT_IS_TOO_LONG@10.1.2.3:104'],
    ['BACK\\SLASH@10.1.2.3:104'],
    ['bob@example.org'],
    ['1.2.840.10008.1.2'],
    ['acc:12345'],
    ['AE Title: PACS1\nIP address: 10.1.2.3'],
  ])('is none: %s', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('takes its time in proportion to the text', () => {
    expect(parseAddress('AE title '.repeat(1_100))).toBeNull();
    expect(parseAddress(`${'a'.repeat(9_000)}@${'1.'.repeat(400)}`)).toBeNull();
  });
});
