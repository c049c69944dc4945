import { expect, it } from 'vitest';
import { nodeNames } from '../../../renderer/format/node-name.ts';

it('tells nodes of one name apart by what differs', () => {
  const node = (id: string, name: string, title: string, host = '10.1.2.3') => ({ id, name, title, host, port: 104 });
  const nameOf = nodeNames([
    node('1', 'Archive', 'PACS1'),
    node('2', 'archive', 'PACS2'),
    node('3', 'CT', 'CT1'),
    node('4', 'MR', 'MR', '10.1.2.4'),
    node('5', 'MR', 'MR', '10.1.2.5'),
  ]);
  expect(['1', '2', '3', '4', '5', '6'].map(nameOf)).toEqual([
    'Archive (PACS1)',
    'archive (PACS2)',
    'CT',
    'MR (10.1.2.4:104)',
    'MR (10.1.2.5:104)',
    'a removed node',
  ]);
});
