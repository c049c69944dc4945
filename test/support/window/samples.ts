// Things for the window to show: plausible, with the awkward ones among them (long names, other scripts, failures, big numbers).
import type {
  Explanation,
  LogRow,
  NodeView,
  Rung,
  SelfTestStep,
  Settings,
  StatusView,
  StudyRow,
  TransferView,
} from '../../../core/contract.ts';

export const firstSettings: Settings = {
  me: {
    title: 'GANTRY',
    port: 11112,
    host: '127.0.0.1',
    tls: { certificateFile: null, keyFile: null, authorityFile: null, listen: 'off', port: 2762, requireCertificate: false },
  },
  inbox: {
    folder: '/home/user/Gantry/inbox',
    durability: 'os',
    warnBelow: 10,
    paused: false,
    accept: 'everyone',
    callers: [],
    calledTitle: 'any',
    otherTitles: [],
    storageClasses: 'everything',
    transferSyntaxes: 'everything',
    answerNetwork: false,
    cleanUp: { maximumSize: null, maximumAge: null, only: 'any' },
    quietAfter: 30,
  },
  search: { limit: 200, model: 'study' },
  appearance: { theme: 'system', density: 'compact', scale: 1, names: 'both', singleKeys: true },
};

export const emptyStatus: StatusView = {
  listener: {
    state: 'listening',
    title: 'GANTRY',
    host: '127.0.0.1',
    port: 11112,
    wantedPort: 11112,
    scope: 'this-computer',
    addresses: ['127.0.0.1'],
    calls: 0,
    encryption: { mode: 'off', port: null, requiresCertificate: false, certificate: null, failure: null },
    failure: null,
  },
  identity: { state: 'none' },
  bytesInPerSecond: 0,
  bytesOutPerSecond: 0,
  freeBytes: 182_400_000_000,
  disk: 'ok',
  notices: [],
  housekeeping: { bin: { removals: 0, bytes: 0 }, cleaned: null },
};

const unknownAbilities = { query: null, get: null, move: null, store: null, commitment: null, worklist: null } as const;

export function makeNode(given: Partial<NodeView> & Pick<NodeView, 'id' | 'title' | 'host' | 'port'>): NodeView {
  return {
    name: given.title,
    kind: 'remote',
    ourTitle: null,
    encryption: { on: false, fingerprint: null, serverName: null, authority: null },
    retrieve: 'auto',
    characterSet: null,
    timeouts: { connect: 10, association: 30, message: 60 },
    associations: 1,
    enabled: true,
    notes: '',
    state: 'unchecked',
    stateText: '',
    roundTrips: [],
    lastSeen: null,
    lastChecked: null,
    abilities: unknownAbilities,
    refused: null,
    implementation: null,
    certificate: null,
    failure: null,
    ...given,
  };
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

export const thisComputer: NodeView = makeNode({
  id: 'this-computer',
  kind: 'this-computer',
  name: 'This computer',
  title: 'GANTRY',
  host: '127.0.0.1',
  port: 11112,
  state: 'ok',
  roundTrips: [0.8, 0.7, 0.9],
  lastSeen: ago(0.2),
  lastChecked: ago(0.2),
  abilities: { ...unknownAbilities, store: true },
  implementation: 'GANTRY_010',
});

export const unknownCaller: Explanation = {
  headline: 'Archive does not know the name GANTRY.',
  why: 'It only talks to systems on its list.',
  confidence: 'certain',
  advice: 'Ask its administrator to add this computer.',
  remedies: [
    { kind: 'copy-request', text: 'Please add GANTRY at 10.1.2.30 port 11112.' },
    { kind: 'edit-node', field: 'ourTitle' },
  ],
  who: 'peer',
  code: 'A-ASSOCIATE-RJ 1/1/3 · PS3.8 9.3.4',
};

export const nobodyListens: Explanation = {
  headline: 'Nothing listens on 10.1.2.3 port 104.',
  why: 'The computer answered at once: the port is wrong or the service is stopped.',
  confidence: 'certain',
  advice: '',
  remedies: [{ kind: 'use-port', port: 11112 }, { kind: 'edit-node', field: 'port' }, { kind: 'verify' }],
  who: 'peer',
  code: 'ECONNREFUSED',
};

export const sampleNodes: readonly NodeView[] = [
  thisComputer,
  makeNode({
    id: 'main',
    name: 'Main PACS',
    title: 'PACS1',
    host: '10.1.2.3',
    port: 104,
    state: 'ok',
    roundTrips: [9, 8.5, 11, 9, 8, 14, 9, 9.2],
    lastSeen: ago(1),
    lastChecked: ago(1),
    abilities: { query: true, get: true, move: true, store: true, commitment: true, worklist: false },
    implementation: 'DCM4CHE_5',
  }),
  makeNode({
    id: 'ct',
    name: 'CT Room 3',
    title: 'CT03',
    host: 'ct03.radiology.example.org',
    port: 11112,
    lastSeen: ago(2_900),
    lastChecked: ago(2_900),
  }),
  makeNode({
    id: 'archive',
    name: 'Archive',
    title: 'ARCHIVE',
    host: '10.1.2.9',
    port: 4242,
    state: 'refused',
    stateText: 'no query',
    lastSeen: ago(12),
    lastChecked: ago(12),
    roundTrips: [22, 24],
    refused: 'query',
    abilities: { query: false, get: false, move: null, store: true, commitment: null, worklist: null },
    implementation: 'ORTHANC_1_10_1',
    failure: unknownCaller,
  }),
  makeNode({
    id: 'old',
    name: 'Ultrasound in the old building behind the pharmacy',
    title: 'US_OLD_BUILDING1',
    host: '10.1.99.114',
    port: 104,
    state: 'unreachable',
    lastSeen: ago(60 * 24 * 9),
    lastChecked: ago(30),
    failure: nobodyListens,
  }),
  makeNode({ id: 'off', name: 'Teaching files', title: 'TEACH', host: '10.4.0.7', port: 11112, state: 'disabled', enabled: false }),
];

const rung = (name: Rung['name'], ms: number | null, found: string): Rung => ({ name, state: 'ok', ms, found, failure: null });

export const okLadder: readonly Rung[] = [
  rung('name', 0, '10.1.2.3'),
  rung('reach', 1.2, 'port 104 is open'),
  rung('language', 3, 'plain DICOM'),
  rung('introduce', 6, 'accepted by DCM4CHE_5, 16 KiB at a time'),
  rung('echo', 9.1, 'answered 0000'),
  rung('abilities', 12, 'search, get, move, store, commitment; 41 of 43 storage classes'),
];

export const failedLadder: readonly Rung[] = [
  rung('name', 2, '10.1.2.3'),
  { name: 'reach', state: 'failed', ms: 1, found: '', failure: nobodyListens },
  ...(['language', 'introduce', 'echo', 'abilities'] as const).map((name): Rung => ({
    name,
    state: 'not-tried',
    ms: null,
    found: '',
    failure: null,
  })),
];

export const sampleLadder = (node: NodeView): readonly Rung[] => (node.state === 'unreachable' ? failedLadder : okLadder);

export const sampleSelfTest: readonly SelfTestStep[] = [
  { name: 'Open the inbox', state: 'ok', ms: 3, detail: 'GANTRY at 127.0.0.1:11112' },
  { name: 'Echo (C-ECHO)', state: 'ok', ms: 4, detail: 'answered 0000' },
  { name: 'Send three objects (C-STORE)', state: 'ok', ms: 31, detail: 'image, report, JPEG image' },
  { name: 'Receive them', state: 'ok', ms: 12, detail: 'all three are on disk' },
  { name: 'Compare the bytes', state: 'ok', ms: 5, detail: 'identical' },
];

const name = (alphabetic: string, ideographic = '', phonetic = '') => ({ alphabetic, ideographic, phonetic });

export function makeStudy(given: Partial<StudyRow> & Pick<StudyRow, 'studyUid'>): StudyRow {
  const study: StudyRow = {
    flagged: false,
    issuer: '',
    studyId: '4711',
    referring: name('Weber^Ute'),
    institution: 'St. Mary’s Hospital',
    lacking: [],
    arrivals: [],
    patientName: name('Yamada^Tarou', '山田^太郎', 'やまだ^たろう'),
    patientId: 'P1',
    birthDate: '19700101',
    sex: 'M',
    studyDate: '20260102',
    studyTime: '101000',
    accession: 'A77',
    description: 'CT Chest',
    modalities: ['CT'],
    seriesCount: 4,
    instanceCount: 240,
    bytes: 126_000_000,
    fromTitle: 'CT03',
    fromAddress: '10.1.2.17',
    firstArrived: ago(12),
    lastArrived: ago(11),
    checks: [],
    duplicates: 0,
    ...given,
  };
  const { fromTitle, fromAddress, firstArrived, lastArrived, instanceCount, bytes } = study;
  const arrival = {
    fromTitle,
    fromAddress,
    first: Date.parse(firstArrived),
    last: Date.parse(lastArrived),
    instances: instanceCount,
    bytes,
  };
  return study.arrivals.length > 0 ? study : { ...study, arrivals: [arrival] };
}

export const sampleStudies: readonly StudyRow[] = [
  makeStudy({ studyUid: '1.2.826.0.1.3680043.8.1055.1.20111102150758591.92402465.76095170' }),
  makeStudy({
    studyUid: '1.2.3.2',
    patientName: name('Hong^Gildong', '洪^吉洞', '홍^길동'),
    patientId: 'K-20',
    description: 'MR Brain with and without contrast medium, perfusion',
    modalities: ['MR'],
    seriesCount: 12,
    instanceCount: 1_812,
    bytes: 1_900_000_000,
    lastArrived: ago(50),
  }),
  makeStudy({
    studyUid: '1.2.3.3',
    patientName: name('قباني^لنزار'),
    patientId: 'AR7',
    description: 'US Abdomen',
    modalities: ['US', 'SR'],
    instanceCount: 31,
  }),
  makeStudy({
    studyUid: '1.2.3.4',
    patientName: name('Buc^Jérôme'),
    patientId: 'FR-0001',
    description: '',
    modalities: ['CR'],
    seriesCount: 1,
    instanceCount: 2,
  }),
];

export function makeTransfer(given: Partial<TransferView> & Pick<TransferView, 'id'>): TransferView {
  return {
    direction: 'pull',
    label: 'Yamada Tarou, CT Chest',
    nodeId: 'main',
    nodeName: 'Main PACS',
    destinationName: null,
    via: 'C-GET',
    state: 'running',
    total: 240,
    completed: 83,
    warning: 0,
    failed: 0,
    setAside: 0,
    arrived: 83,
    bytes: 41_000_000,
    totalBytes: 118_000_000,
    bytesPerSecond: 18_000_000,
    lastSign: 200,
    created: ago(1),
    started: ago(0.5),
    ended: null,
    nextAttempt: null,
    attempt: 1,
    summary: '83 of 240 retrieved',
    failure: null,
    ...given,
  };
}

export const sampleTransfers: readonly TransferView[] = [
  makeTransfer({ id: 't1' }),
  makeTransfer({
    id: 't2',
    direction: 'send',
    label: '412 images of 1 patient',
    nodeName: 'Archive',
    nodeId: 'archive',
    via: 'C-STORE',
    total: 412,
    completed: 12,
    bytesPerSecond: 21_000_000,
  }),
  makeTransfer({
    id: 't3',
    direction: 'send',
    label: 'A very long description of what was chosen to be sent to the other side',
    nodeName: 'Ultrasound in the old building behind the pharmacy',
    nodeId: 'old',
    state: 'failed',
    ended: ago(3),
    failure: nobodyListens,
    summary: 'Nothing was sent.',
  }),
];

export const sampleLog: readonly LogRow[] = [];
