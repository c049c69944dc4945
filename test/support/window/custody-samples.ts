// Where the sample studies are besides here: safe, waiting, refused, sent only, listed only.
import type { BinRow, CommitmentView, HistoryEntry, NodeCustody, StudyCustody } from '../../../core/contract.ts';
import { nobodyListens, sampleStudies } from './samples.ts';

const at = new Date(Date.now() - 8 * 60_000).toISOString();

const node = (given: Partial<NodeCustody> & Pick<NodeCustody, 'nodeId' | 'nodeName'>): NodeCustody => ({
  sent: 0,
  warned: 0,
  committed: 0,
  refused: 0,
  waiting: 0,
  listed: 0,
  at,
  ...given,
});

const main = { nodeId: 'main', nodeName: 'Main PACS' };
const archive = { nodeId: 'archive', nodeName: 'Archive' };
const old = { nodeId: 'old', nodeName: 'Ultrasound in the old building behind the pharmacy' };

const nodesOf = (instances: number): readonly (readonly NodeCustody[])[] => [
  [node({ ...main, sent: instances, committed: instances }), node({ ...archive, sent: instances })],
  [node({ ...old, sent: instances, waiting: instances })],
  [node({ ...archive, sent: instances, committed: instances - 2, refused: 2 }), node({ ...main, listed: instances })],
  [node({ ...archive, sent: 1, warned: 1 })],
];

export const sampleCustody: readonly StudyCustody[] = sampleStudies.map(({ studyUid, instanceCount }, index) => ({
  studyUid,
  instances: instanceCount,
  nodes: nodesOf(instanceCount)[index] ?? [],
  exported: index === 0 ? at : null,
}));

export const overdueCommitment: CommitmentView = {
  id: 'c1',
  ...old,
  label: '1 study, 1,812 images',
  state: 'expired',
  objects: 1_812,
  committed: 0,
  failed: 0,
  created: at,
  expires: at,
  nextAttempt: null,
  reported: null,
  notOffered: false,
  failure: { ...nobodyListens, headline: `${old.nodeName} has not reported.` },
};

export const sampleHistory: readonly HistoryEntry[] = [
  { kind: 'exported', at, form: 'zip', objects: 240 },
  { kind: 'committed', at, nodeName: 'Main PACS', objects: 240 },
  { kind: 'not-committed', at, nodeName: 'Archive', objects: 2, words: 'Archive does not have one of the objects.' },
  { kind: 'asked', at, commitment: overdueCommitment },
  { kind: 'sent', at, since: at, nodeName: 'Main PACS', objects: 240, warned: 0 },
  { kind: 'checked', at, problems: [], duplicates: 3 },
  { kind: 'received', at, since: at, objects: 240, fromTitle: 'CT03', fromAddress: '10.1.2.17' },
];

const removal = (given: Partial<BinRow> & Pick<BinRow, 'token'>): BinRow => ({
  at,
  until: new Date(Date.now() + 5.4 * 24 * 3_600_000).toISOString(),
  by: 'person',
  studies: 1,
  instances: 240,
  bytes: 126_000_000,
  patientName: sampleStudies[0]?.patientName ?? null,
  patientId: 'P1',
  studyDate: '20260102',
  description: 'CT Chest',
  ...given,
});

export const sampleBin: readonly BinRow[] = [
  removal({ token: 'b1' }),
  removal({
    token: 'b2',
    by: 'rule',
    studies: 12,
    instances: 4_812,
    bytes: 4_200_000_000,
    description: 'MR Brain with and without contrast medium, perfusion',
  }),
  removal({ token: 'b3', patientName: null, patientId: '', studyDate: '', description: '', studies: 0 }),
];
