import { describe, expect, it } from 'vitest';
import { unfinishedAddress } from '../../../renderer/lib/unfinished-address.ts';

describe('an address that is not one yet', () => {
  it.each([
    ['PACS1@', /host after the @/],
    ['PACS1@10.1.2.3', /Add the port/],
    ['PACS1@10.1.2.3:', /Add the port/],
    ['PACS1@10.1.2.3:99999', /“99999” is no port/],
    ['PACS1@10.1.2.3:1o4', /“1o4” is no port/],
    ['@10.1.2.3:104', /AE title before the @/],
    ['dicom://@10.1.2.3:104', /AE title before the @/],
    ['A_TITLE_TOO_LONG_X@10.1.2.3:104', /at most 16 characters; this one has 18/],
    ['PÄCS@10.1.2.3:104', /“Ä” cannot stand/],
    ['10.1.2.3', /AE title and the port/],
    ['10.1.2.3:104', /AE title before it/],
  ])('%s', (text, says) => {
    expect(unfinishedAddress(text)).toMatch(says);
  });

  it.each(['', 'yamada', 'pid:a@b', 'acc:10.1.2.3', '1.2.840.10008.1.1', 'PACS1@10.1.2.3:104', 'Doe @ home', 'mod:ct date:2026'])(
    'says nothing of %s',
    (text) => {
      expect(unfinishedAddress(text)).toBeNull();
    },
  );
});
