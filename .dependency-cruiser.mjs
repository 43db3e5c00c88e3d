/**
 * The rooms of the engine and the rooms that each may know; the files beside them (store, ports, facts) are known to
 * all. Only the door and the composition know every room. Types count: who names another part depends on it.
 */
const roomsKnownTo = {
  rest: [],
  timeline: [],
  connection: ['rest'],
  recording: ['rest', 'connection'],
  people: ['rest'],
  receipts: ['rest', 'people', 'timeline'],
  outbox: ['rest', 'people', 'timeline'],
  sync: ['rest', 'people', 'timeline', 'receipts', 'outbox'],
  views: ['people', 'timeline', 'receipts'],
  commands: ['rest', 'people', 'timeline', 'receipts', 'outbox', 'sync', 'views', 'connection'],
};
const composition = '(engine|account|accountContext|accountParts)\\.ts$';

/** Writers know no view, a view only reads, and no part knows those who made it (law 1). */
const engineFolders = Object.entries(roomsKnownTo).map(([room, known]) => ({
  name: `law-1-engine-${room}`,
  severity: 'error',
  from: { path: `^src/main/chat/${room}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: `^src/main/chat/(${composition}|(?!(${[room, ...known].join('|')})/)[a-z]+/)`,
  },
}));

/** The laws of the house as import rules. See CONTRIBUTING.md. */
/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'law-1-shared-is-the-ground',
      severity: 'error',
      from: { path: '^src/shared' },
      to: { path: '^(src/(main|preload|renderer)|server|tests|scripts)' },
    },
    {
      name: 'law-1-renderer-knows-only-shared',
      severity: 'error',
      from: { path: '^src/renderer' },
      to: { path: '^(src/(main|preload)|server|tests|scripts)' },
    },
    {
      name: 'page-without-zod',
      comment: 'zod probes for eval, which the policy of the page reports as a violation.',
      severity: 'error',
      from: { path: '^src/renderer', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^(node_modules/zod|src/shared/(bridge|settingsSchema|wire)(\\.ts|/))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'law-1-preload-knows-only-shared',
      severity: 'error',
      from: { path: '^src/preload' },
      to: { path: '^(src/(main|renderer)|server|tests|scripts)' },
    },
    {
      name: 'law-1-main-knows-only-shared',
      severity: 'error',
      from: { path: '^src/main', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src/(renderer|preload)|server|tests|scripts)' },
    },
    {
      name: 'law-1-server-knows-only-shared',
      severity: 'error',
      from: { path: '^server' },
      to: { path: '^(src/(main|preload|renderer)|tests|scripts)' },
    },
    {
      name: 'one-port-of-the-backends',
      comment:
        'Who takes calls and tells events knows the port, not who is behind it; only the composition does.',
      severity: 'error',
      from: {
        path: '^server/src/(?!backend/|demo/|server\\.ts|store/migrations\\.ts)',
        pathNot: '\\.test\\.ts$',
      },
      to: { path: '^server/src/backend/(?!(port|events)\\.ts$)' },
    },
    {
      name: 'backends-know-no-rooms',
      severity: 'error',
      from: { path: '^server/src/backend/' },
      to: { path: '^server/src/(http|realtime|auth|limits|operations)/' },
    },
    {
      name: 'one-speaker-to-rooms',
      comment: 'Sockets hear what the delivery tells.',
      severity: 'error',
      from: { path: '^server/src/(?!realtime/|server\\.ts)', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/realtime/' },
    },
    {
      name: 'law-2-engine-is-plain',
      comment: 'The engine is handed everything: no Electron, no Node, nothing else of the main process.',
      severity: 'error',
      from: { path: '^src/main/chat', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(electron|node_modules/(electron|electron-store|electron-log|socket\\.io-client|libsql)|src/main/(?!chat/))',
      },
    },
    {
      name: 'law-2-engine-without-node',
      severity: 'error',
      from: { path: '^src/main/chat', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'one-door-of-the-engine',
      comment: 'Outside the engine only its door, its ports and its store contract are known.',
      severity: 'error',
      from: { path: '^src/main/(?!chat/)' },
      to: {
        path: '^src/main/chat/(?!(engine\\.ts|ports\\.ts|store\\.ts|commandError\\.ts|rest/rest\\.ts)$)',
      },
    },
    ...engineFolders,
    {
      name: 'law-1-engine-ground',
      comment: 'What all rooms know depends on none of them.',
      severity: 'error',
      from: {
        path: '^src/main/chat/[a-zA-Z]+\\.ts$',
        pathNot: `(^src/main/chat/${composition}|\\.test\\.ts$)`,
      },
      to: { path: '^src/main/chat/[a-z]+/' },
    },
    {
      name: 'law-3-raw-sql-in-storage',
      severity: 'error',
      from: { pathNot: '^(src/main/storage/database|server/src/(backend/own/)?store/)' },
      to: { path: 'node_modules/(libsql|pg/)' },
    },
    {
      name: 'law-4-renderer-has-no-system',
      severity: 'error',
      from: { path: '^src/renderer', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(electron$|node_modules/(electron|socket\\.io-client|libsql)/)' },
    },
    {
      name: 'law-4-renderer-without-node',
      severity: 'error',
      from: { path: '^src/renderer', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tests-stay-out-of-the-product',
      severity: 'error',
      from: { path: '^(src|server/src)', pathNot: '(\\.test\\.tsx?$|/testing/)' },
      to: { path: '(\\.test\\.tsx?$|/testing/|^tests)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist|reports)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
