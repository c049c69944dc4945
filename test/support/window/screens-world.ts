// What search, inbox, transfers and log have to show: streams that pace, names in several scripts, pictures made of formulas.
import type {
  CallName,
  CallPayload,
  CallResult,
  FrameImage,
  InstanceRow,
  LogContext,
  LogDetail,
  LogMessage,
  LogRow,
  MatchRow,
  SearchEvent,
  SearchQuery,
  SeriesRow,
  TagRow,
  TransferObject,
} from '../../../core/contract.ts';
import { unknownCaller } from './samples.ts';

const noName = { alphabetic: '', ideographic: '', phonetic: '' };

const people: readonly (readonly [string, string, string, string, string])[] = [
  ['Yamada^Tarou', '山田^太郎', 'やまだ^たろう', 'P1', 'M'],
  ['Yamada^Hanako', '', '', 'P9', 'F'],
  ['Hong^Gildong', '洪^吉洞', '홍^길동', 'K-20', 'M'],
  ['قباني^لنزار', '', '', 'AR7', 'M'],
  ['Buc^Jérôme', '', '', 'FR-0001', 'M'],
  ['Wang^XiaoDong', '王^小东', '', 'CN3', 'F'],
  ['שרון^דבורה', '', '', 'IL-4', 'F'],
  ['Adams^John Robert Quincy^^Rev.^B.A. M.Div.', '', '', 'US-000000000012345', 'M'],
  ['Wolkenstein-Trostburg zu Hohenschwangau^Maria Theresia Walburga Amalia', '', '', 'AT-1', 'F'],
  ['OWNER^PET', '', '', 'VET', 'O'],
  ['^', '', '', 'ANON1', ''],
];
const descriptions = [
  'CT Chest',
  'MR Brain with and without contrast medium, perfusion and spectroscopy',
  'US Abdomen',
  '',
  '胸部CT',
  'XR Hand links',
];
const modalities = [['CT'], ['MR', 'SR'], ['US'], ['CR'], ['CT', 'PT', 'SR'], ['DX']];

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

export function match(index: number, nodeId: string): MatchRow {
  const [alphabetic, ideographic, phonetic, patientId, sex] = pick(people, index);
  return {
    nodeId,
    level: 'STUDY',
    patientName: { alphabetic, ideographic, phonetic },
    patientId,
    issuer: index % 3 === 0 ? 'HOSP' : '',
    birthDate: index % 7 === 0 ? '' : `19${String(50 + (index % 50))}0512`,
    sex,
    studyUid: `1.2.826.0.1.3680043.8.1055.1.20111102150758591.${String(92402465 + index)}`,
    studyDate: `2026${String(1 + (index % 11)).padStart(2, '0')}${String(1 + (index % 27)).padStart(2, '0')}`,
    studyTime: index % 4 === 0 ? '' : `${String(8 + (index % 10)).padStart(2, '0')}1000`,
    studyId: String(index),
    accession: index % 5 === 0 ? '' : `A${String(77 + index)}`,
    description: pick(descriptions, index),
    modalities: pick(modalities, index),
    seriesCount: index % 6 === 0 ? null : 4 + (index % 9),
    instanceCount: index % 6 === 0 ? null : nodeId === 'archive' ? 118 : 240 + index,
    referring: noName,
    institution: 'St. Elsewhere',
    bodyPart: 'CHEST',
    seriesUid: '',
    seriesNumber: '',
    sopInstanceUid: '',
    sopClassUid: '',
    instanceNumber: '',
    guessed: index % 9 === 4,
  };
}

const seriesNames = ['Axial 1.0', 'Lung', 'Scout', 'Dose report', 'Koronal MPR 3.0 weich'];

const below = (query: SearchQuery): readonly MatchRow[] =>
  query.nodes.flatMap((nodeId) =>
    Array.from({ length: query.level === 'SERIES' ? seriesNames.length : 12 }, (_, index): MatchRow => ({
      ...match(1, nodeId),
      level: query.level,
      studyUid: query.studyUid ?? '',
      seriesUid: query.seriesUid ?? `${query.studyUid ?? ''}.${String(index)}`,
      seriesNumber: query.level === 'SERIES' ? String(index + 1) : '1',
      description: query.level === 'SERIES' ? pick(seriesNames, index) : '',
      modalities: query.level === 'SERIES' ? [index === 3 ? 'SR' : 'CT'] : [],
      seriesCount: null,
      instanceCount: query.level === 'SERIES' ? 118 - index * 20 : null,
      sopInstanceUid: query.level === 'IMAGE' ? `${query.seriesUid ?? ''}.${String(index + 1)}` : '',
      instanceNumber: query.level === 'IMAGE' ? String(index + 1) : '',
    })),
  );

/** Two nodes that answer, one that is slow, one that refuses; `rows` studies in all. */
export const sampleSearch =
  (rows: number) =>
  (query: SearchQuery): readonly SearchEvent[] => {
    if (query.level !== 'STUDY') return [{ kind: 'rows', rows: below(query) }];
    if (query.name?.toLowerCase().startsWith('nobody')) {
      return query.nodes.map((nodeId) => ({
        kind: 'node',
        progress: { nodeId, state: 'done', matches: 0, ms: 210, note: 'searched ID and accession, too', failure: null },
      }));
    }
    const refuses: readonly string[] = query.nodes.filter((id) => id === 'archive' || id === 'old');
    const answers = query.nodes.filter((id) => !refuses.includes(id));
    const events: SearchEvent[] = query.nodes.map((nodeId) => ({
      kind: 'node',
      progress: { nodeId, state: 'asking', matches: 0, ms: 3, note: '', failure: null },
    }));
    for (const nodeId of refuses)
      events.push({ kind: 'node', progress: { nodeId, state: 'failed', matches: 0, ms: 40, note: '', failure: unknownCaller } });
    const batch = Math.max(4, Math.ceil(rows / 200));
    for (const nodeId of answers) {
      for (let from = 0; from < rows; from += batch) {
        events.push({
          kind: 'rows',
          rows: Array.from({ length: Math.min(batch, rows - from) }, (_, index) => match(from + index, nodeId)),
        });
        events.push({
          kind: 'node',
          progress: { nodeId, state: 'asking', matches: Math.min(rows, from + batch), ms: 30, note: '', failure: null },
        });
      }
      const state = nodeId === 'ct' ? 'limit' : 'done';
      events.push({
        kind: 'node',
        progress: { nodeId, state, matches: rows, ms: 812, note: nodeId === 'ct' ? 'Patient Root' : '', failure: null },
      });
    }
    return events;
  };

const seriesOf = (studyUid: string): readonly SeriesRow[] =>
  seriesNames.map((description, index) => ({
    studyUid,
    seriesUid: `${studyUid}.${String(index)}`,
    number: String(index + 1),
    modality: index === 3 ? 'SR' : index === 2 ? 'US' : 'CT',
    description,
    bodyPart: 'CHEST',
    instanceCount: index === 3 ? 2 : 60,
    bytes: 31_000_000 - index * 3_000_000,
    lastArrived: new Date(Date.now() - 660_000).toISOString(),
    duplicates: 0,
  }));

const instancesOf = (studyUid: string, seriesUid: string): readonly InstanceRow[] =>
  Array.from({ length: 60 }, (_, index): InstanceRow => ({
    instanceId: Number(seriesUid.slice(-1)) * 1_000 + index,
    studyUid,
    seriesUid,
    sopInstanceUid: `${seriesUid}.${String(index + 1)}`,
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    sopClassName: 'CT Image Storage',
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    transferSyntaxName: 'Explicit VR Little Endian',
    number: String(index + 1),
    frames: 1,
    rows: 512,
    columns: 512,
    bytes: 526_712,
    fromTitle: 'CT03',
    fromAddress: '10.1.2.17',
    arrived: new Date(Date.now() - 660_000).toISOString(),
    version: 1,
    duplicates: 0,
  }));

const SIDE = 256;

/** A body of circles that changes from slice to slice; the third series is in colour, the last cannot be decoded. */
function frame(instanceId: number): FrameImage {
  const series = Math.floor(instanceId / 1_000);
  const slice = instanceId % 1_000;
  if (series === 4 && slice % 10 === 9)
    return { kind: 'none', reason: 'This object is MPEG-4 video, which Gantry does not decode. Reveal the file to play it elsewhere.' };
  const grey = new Int16Array(SIDE * SIDE);
  const beat = 0.7 + 0.25 * Math.sin(slice / 8);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [u, v] = [(x - SIDE / 2) / (SIDE / 2), (y - SIDE / 2) / (SIDE / 2)];
      const body = (u / 0.85) ** 2 + (v / 0.65) ** 2 < 1;
      const lung = ((Math.abs(u) - 0.38) / (0.26 * beat)) ** 2 + (v / (0.42 * beat)) ** 2 < 1;
      const spine = u ** 2 + (v - 0.42) ** 2 < 0.012;
      grey[y * SIDE + x] = (body ? (spine ? 700 : lung ? -820 : 45) : -1_000) + ((x * 7 + y * 13 + slice * 31) % 40) - 20;
    }
  }
  if (series === 2) {
    const pixels = new Uint8ClampedArray(SIDE * SIDE * 4);
    grey.forEach((value, at) => pixels.set([(value + 1_000) / 8, (value + 1_000) / 12, 90, 255], at * 4));
    return { kind: 'colour', width: SIDE, height: SIDE, frames: 1, pixels, aspect: 1, frameTime: null, truncated: false, overlays: null };
  }
  return {
    kind: 'grey',
    width: SIDE,
    height: SIDE,
    frames: 1,
    pixels: grey,
    minimum: -1_020,
    maximum: 720,
    windowCenter: 40,
    windowWidth: 400,
    inverted: false,
    aspect: 1,
    frameTime: null,
    truncated: false,
    overlays: null,
    windowFunction: 'LINEAR',
    presets: [],
    voiLuts: [],
    padding: null,
    unit: 'HU',
  };
}

const tag = (path: string, name: string, value: string, more: Partial<TagRow> = {}): TagRow => ({
  path,
  tag: path.slice(-9),
  keyword: name.replace(/[^A-Za-z]/g, ''),
  name,
  vr: 'LO',
  offset: 132,
  length: value.length,
  value,
  cut: false,
  depth: 0,
  kind: 'element',
  ...more,
});

const tags: readonly TagRow[] = [
  tag('0008,0005', 'Specific Character Set', '\\ISO 2022 IR 87', { vr: 'CS' }),
  tag('0008,0016', 'SOP Class UID', '1.2.840.10008.5.1.4.1.1.2', { vr: 'UI' }),
  tag('0008,0020', 'Study Date', '20260102', { vr: 'DA' }),
  tag('0008,0060', 'Modality', 'CT', { vr: 'CS' }),
  tag('0009,0010', 'Private Creator', 'GEMS_IDEN_01'),
  tag('0009,1001', '', '47 45 5f 47 45 4e 45 53 49 53', { vr: 'UN', keyword: '' }),
  tag('0010,0010', 'Patient’s Name', 'Yamada^Tarou=山田^太郎=やまだ^たろう', { vr: 'PN', keyword: 'PatientName' }),
  tag('0010,0020', 'Patient ID', 'P1'),
  tag('0018,0050', 'Slice Thickness', '1.0', { vr: 'DS' }),
  tag('0040,0275', 'Request Attributes Sequence', '1 item', { vr: 'SQ', kind: 'sequence', length: 210 }),
  tag('0040,0275[0]', '', 'Item 1', { kind: 'item', depth: 1, tag: '', vr: '', keyword: '' }),
  tag('0040,0275[0].0040,0007', 'Scheduled Procedure Step Description', 'CT chest without contrast', { depth: 2 }),
  tag('0040,0275[0].0040,1001', 'Requested Procedure ID', 'RP-77', { depth: 2, vr: 'SH' }),
  tag('7fe0,0010', 'Pixel Data', '00 fc 00 fc 01 fc 02 fc', { vr: 'OW', length: 524_288, cut: true }),
];

/** Elements of the top, items of a sequence, elements of an item. */
const childrenOf = (path: string): readonly TagRow[] =>
  tags.filter((row) => {
    if (path === '') return row.depth === 0;
    const rest = row.path.startsWith(path) ? row.path.slice(path.length) : '';
    return /^\[\d+\]$/u.test(rest) || /^\.[^.[]+$/u.test(rest);
  });

/** What has the text, and the way to it. */
const foundTags = (text: string): readonly TagRow[] => {
  const hits = tags.filter((row) => JSON.stringify(row).toLowerCase().includes(text.toLowerCase()));
  return tags.filter(({ path }) =>
    hits.some((hit) => hit.path === path || hit.path.startsWith(`${path}[`) || hit.path.startsWith(`${path}.`)),
  );
};

const objects: readonly TransferObject[] = Array.from({ length: 60 }, (_, index): TransferObject => {
  const state =
    index === 3 ? 'failed' : index === 5 ? 'warning' : index === 7 ? 'set-aside' : index < 40 ? 'done' : index < 42 ? 'running' : 'waiting';
  return {
    index,
    name: state === 'set-aside' ? 'readme.txt' : `IM${String(index).padStart(4, '0')}`,
    sopClassName: state === 'set-aside' ? '' : 'CT Image Storage',
    sopInstanceUid: state === 'set-aside' ? '' : `1.2.826.0.1.3680043.8.1055.1.20111102150758591.${String(index)}`,
    transferSyntaxName: state === 'set-aside' ? '' : 'JPEG 2000 Lossless',
    bytes: 526_712,
    state,
    status: state === 'failed' ? 0xa700 : state === 'warning' ? 0xb000 : state === 'done' ? 0 : null,
    words:
      state === 'failed'
        ? 'Out of resources: no room on the other side.'
        : state === 'warning'
          ? 'Stored, but the other side changed it.'
          : state === 'set-aside'
            ? 'Not DICOM: no DICM mark and no readable elements.'
            : '',
    comment: state === 'failed' ? 'Quota of /data exceeded' : '',
  };
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

const logRow = (index: number, more: Partial<LogRow> = {}): LogRow => ({
  id: `l${String(index)}`,
  at: minutesAgo(index),
  direction: index % 3 === 0 ? 'in' : 'out',
  peer: index % 3 === 0 ? '10.1.2.17:53122' : '10.1.2.3:104',
  callingTitle: index % 3 === 0 ? 'CT03' : 'GANTRY',
  calledTitle: index % 3 === 0 ? 'GANTRY' : 'PACS1',
  durationMs: 40 + index * 211,
  messages: 2 + index * 7,
  bytesIn: index * 510_000,
  bytesOut: 800 + index * 11,
  end: 'released',
  endText: 'released',
  ...more,
});

export const sampleLogRows = (count: number): readonly LogRow[] => [
  logRow(0, { end: 'open', endText: '', durationMs: null }),
  logRow(1, { end: 'rejected', endText: 'A-ASSOCIATE-RJ 1/1/7', peer: '10.1.2.9:4242', calledTitle: 'ARCHIVE' }),
  logRow(2, { end: 'aborted-by-peer', endText: 'A-ABORT 0 after C-FIND-RQ, 40 ms' }),
  logRow(3, { end: 'knock', endText: 'HTTP request', callingTitle: '', calledTitle: '', messages: 0 }),
  logRow(4, { end: 'failed', endText: 'ECONNREFUSED', messages: 0 }),
  logRow(5, { end: 'aborted-by-us', endText: 'A-ABORT 2/2 after 60 s of silence' }),
  ...Array.from({ length: count }, (_, index) => logRow(index + 6)),
];

const contexts: readonly LogContext[] = [
  {
    id: 1,
    abstractSyntax: '1.2.840.10008.5.1.4.1.2.2.1',
    abstractSyntaxName: 'Study Root Query/Retrieve – FIND',
    transferSyntaxes: ['Explicit VR Little Endian'],
    result: 0,
    resultText: 'accepted',
    role: '',
  },
  {
    id: 3,
    abstractSyntax: '1.2.840.10008.5.1.4.1.1.77.1.4.1',
    abstractSyntaxName: 'Video Photographic Image Storage',
    transferSyntaxes: ['MPEG-4 AVC/H.264 High Profile', 'Implicit VR Little Endian'],
    result: 4,
    resultText: 'transfer syntaxes not supported',
    role: 'SCP',
  },
];

const messages: readonly LogMessage[] = [
  {
    at: 1.2,
    direction: 'out',
    name: 'C-FIND-RQ',
    contextId: 1,
    messageId: 1,
    sopClassName: 'Study Root Query/Retrieve – FIND',
    status: null,
    statusText: '',
    comment: '',
    counters: '',
  },
  {
    at: 9,
    direction: 'in',
    name: 'C-FIND-RSP',
    contextId: 1,
    messageId: 1,
    sopClassName: '',
    status: 0xff00,
    statusText: 'pending',
    comment: '',
    counters: '',
  },
  {
    at: 812,
    direction: 'in',
    name: 'C-FIND-RSP',
    contextId: 1,
    messageId: 1,
    sopClassName: '',
    status: 0xa702,
    statusText: 'out of resources: unable to perform sub-operations',
    comment: 'GANTRY at 10.1.2.9 refused the connection',
    counters: '12 completed, 3 failed',
  },
];

const detail = (id: string): LogDetail => ({
  row: sampleLogRows(6).find((row) => row.id === id) ?? logRow(9),
  facts: [
    { name: 'Implementation', value: 'DCM4CHE_5 (1.2.40.0.13.1.3)' },
    { name: 'Max PDU', value: 'theirs 16 KiB, ours 128 KiB' },
  ],
  contexts,
  messages,
  leftOut: 0,
  explanation: id === 'l1' ? unknownCaller : null,
});

type Answers = Partial<{ [N in CallName]: (payload: CallPayload<N>) => CallResult<N> }>;

export const sampleAnswers: Answers = {
  'inbox.series': ({ studyUid }) => seriesOf(studyUid),
  'inbox.instances': ({ studyUid, seriesUid }) => instancesOf(studyUid, seriesUid),
  'inbox.frame': ({ instanceId }) => frame(instanceId),
  'tags.level': ({ path }) => ({ rows: childrenOf(path), more: false }),
  'tags.find': ({ text }) => ({ rows: foundTags(text), more: false }),
  'tags.bytes': ({ from, length }) => ({
    bytes: Uint8Array.from({ length: Math.min(length, 96) }, (_, index) => (from + index) % 256),
    length: 4_096,
    offset: 1_370,
  }),
  'tags.value': () => '00 fc 01 fc 02 fc 03 fc '.repeat(400),
  'inbox.path': () =>
    '/home/user/Gantry/inbox/1.2.826.0.1.3680043.8.1055.1.20111102150758591.92402465/1.2.826.0.1.3680043.8.1055.1.20111102150758591.76095170',
  'inbox.remove': ({ targets }) => ({ token: 'bin-1', instances: targets.length * 240, bytes: 126_000_000 }),
  'transfers.objects': ({ only, offset, limit }) => {
    const rows = only === 'all' ? objects : objects.filter(({ state }) => ['failed', 'warning', 'set-aside'].includes(state));
    return { total: rows.length, rows: rows.slice(offset, offset + limit) };
  },
  'log.detail': ({ id }) => detail(id),
  'log.report': () => 'GANTRY -> PACS1, rejected 1/1/7',
};
