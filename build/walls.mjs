// The walls between the rooms as data, and the lint rule that holds them.
// A room is the first entry of ROOMS whose path the file starts with; what is not listed under `ours`, `node` or `npm` may not be imported.
import path from 'node:path';

/**
 * @typedef {object} Room
 * @property {string} at path from the repository's root; a folder ends in a slash
 * @property {readonly string[]} [ours] paths that may be imported besides the room itself
 * @property {readonly string[]} [types] paths of which only types may be imported
 * @property {boolean | readonly string[]} [node] Node's modules: all, none or these
 * @property {boolean | readonly string[]} [npm] packages: all, none or these
 * @property {boolean} [ownIsClosed] the folders inside may not import each other
 */

const bottom = ['core/lib/', 'core/errors.ts'];
const pure = [...bottom, 'core/dicom/', 'core/pdu/', 'core/upper-layer/', 'core/dimse/'];
const network = [...pure, 'core/association/', 'core/services/'];
const contract = ['core/contract.ts', 'core/contract/'];
const storage = 'core/storage/';
const failures = 'core/failures/';
/** Pure: an object in, another one out. */
const rewriters = ['core/deidentification/', 'core/editing/'];
const objects = 'core/objects/';
const documents = 'core/documents/';
const keepers = [
  'core/inbox/',
  'core/nodes/',
  'core/search/',
  'core/transfers/',
  'core/log/',
  'core/pixels/',
  'core/custody/',
  'core/housekeeping/',
];
const sockets = [
  'node:net',
  'node:tls',
  'node:dns/promises',
  'node:crypto',
  'node:events',
  'node:diagnostics_channel',
  'node:perf_hooks',
  'node:timers/promises',
];
const browserOnly = [
  'react',
  'react-dom',
  'zustand',
  'lucide-react',
  '@base-ui/react',
  '@tanstack/react-virtual',
  'react-resizable-panels',
  'pdfjs-dist',
];

/** @type {readonly Room[]} */
export const ROOMS = [
  { at: 'core/lib/', ours: ['core/errors.ts'] },
  { at: 'core/errors.ts', ours: ['core/lib/'] },
  { at: 'core/dicom/', ours: bottom, npm: ['dcmjs', 'dicom-character-set'] },
  { at: 'core/pdu/', ours: [...bottom, 'core/dicom/'] },
  { at: 'core/upper-layer/', ours: [...bottom, 'core/dicom/', 'core/pdu/'] },
  { at: 'core/dimse/', ours: [...bottom, 'core/dicom/', 'core/pdu/', 'core/upper-layer/'] },
  { at: 'core/association/', ours: pure, node: [...sockets, 'node:module'] },
  { at: 'core/services/', ours: [...pure, 'core/association/'], node: [...sockets, 'node:zlib'] },
  { at: storage, ours: bottom, node: true, npm: ['libsql'] },
  { at: failures, ours: pure, types: ['core/association/', 'core/services/', ...contract] },
  { at: documents, ours: [...bottom, 'core/dicom/'], types: contract },
  ...keepers.map((at) => ({
    at,
    ours: [...network, storage, failures, ...(at === 'core/pixels/' ? [documents] : [])],
    types: [...keepers, ...contract],
    node: true,
    npm: ['dcmjs-codecs', 'zod', 'yauzl'],
  })),
  ...rewriters.map((at) => ({ at, ours: [...bottom, 'core/dicom/'] })),
  { at: objects, ours: [...bottom, 'core/dicom/'], types: contract, node: true },
  {
    at: 'core/copies/',
    ours: [...bottom, 'core/dicom/', storage, objects, ...rewriters],
    types: ['core/inbox/', ...contract],
    node: true,
    npm: ['zod'],
  },
  { at: 'core/exporting/', ours: [...network, storage, failures], types: contract, node: true, npm: ['yazl'] },
  { at: 'core/contract.ts', ours: ['core/contract/'], npm: ['zod'] },
  { at: 'core/contract/', npm: ['zod'] },
  { at: 'core/', ours: ['core/'], node: true, npm: ['zod'] },
  {
    at: 'electron/',
    ours: ['core/engine.ts', 'core/engine/serve.ts', 'core/engine/settings.ts', ...contract, ...bottom],
    types: ['core/'],
    node: true,
    npm: ['electron', 'zod'],
  },
  { at: 'renderer/features/', ours: ['renderer/'], types: ['core/contract.ts'], npm: browserOnly, ownIsClosed: true },
  { at: 'renderer/lib/', npm: ['react'] },
  { at: 'renderer/ui/', ours: ['renderer/style/', 'renderer/lib/'], npm: browserOnly },
  { at: 'renderer/stores/', ours: ['renderer/api.ts', 'renderer/lib/'], types: ['renderer/', 'core/contract.ts'], npm: ['zustand'] },
  { at: 'renderer/', ours: ['renderer/'], types: ['core/contract.ts'], npm: browserOnly },
];

/** @param {boolean | readonly string[] | undefined} allowed @param {string} name */
const allows = (allowed, name) => (Array.isArray(allowed) ? allowed.some((a) => name === a || name.startsWith(`${a}/`)) : allowed === true);

/** @param {readonly string[] | undefined} places @param {string} file */
const within = (places, file) => (places ?? []).some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));

/**
 * What is wrong with an import, or null.
 * @param {{ readonly file: string; readonly source: string; readonly typeOnly: boolean }} wanted file: path from the root, with slashes
 */
export function wallBetween({ file, source, typeOnly }) {
  const room = ROOMS.find(({ at }) => within([at], file));
  if (!room) return null;
  if (source.startsWith('node:')) return allows(room.node, source) ? null : `${room.at} may not import ${source}`;
  if (!source.startsWith('.')) return allows(room.npm, source) ? null : `${room.at} may not import the package ${source}`;
  const target = path.posix.join(path.posix.dirname(file), source);
  if (within([room.at], target)) return closedFolderBetween(room, file, target);
  if (within(room.ours, target) || (typeOnly && within(room.types, target))) return null;
  return within(room.types, target) ? `${room.at} may import only types from ${target}` : `${room.at} may not import ${target}`;
}

/** @param {Room} room @param {string} file @param {string} target */
function closedFolderBetween(room, file, target) {
  /** @param {string} name */
  const folder = (name) => name.slice(room.at.length).split('/')[0];
  return room.ownIsClosed && folder(file) !== folder(target) ? `one folder of ${room.at} may not import another (${target})` : null;
}

/** @type {import('eslint').Rule.RuleModule} */
export const walls = {
  meta: { type: 'problem', schema: [], messages: { wall: '{{ what }}: see build/walls.mjs' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    /** @param {import('estree').Node & { source?: import('estree').Node | null | undefined; importKind?: string; exportKind?: string }} node */
    const check = (node) => {
      if (node.source?.type !== 'Literal' || typeof node.source.value !== 'string') return;
      const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
      const what = wallBetween({ file, source: node.source.value.replace(/\?.*$/, ''), typeOnly });
      if (what) context.report({ node: node.source, messageId: 'wall', data: { what } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};
