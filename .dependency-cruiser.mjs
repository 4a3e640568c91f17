/** The parsers of each format; a format that is not named here may use none. */
const FORMAT_PARSERS = {
  docx: ['mammoth', 'yauzl'],
  pdf: ['pdfjs-dist'],
  text: ['chardet', 'marked'],
};

const FORMATS = '^src-main/engine/extraction/formats/';
const packagePath = (name) => `^node_modules/(@types/)?${name}/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const SHARED_BY_FORMATS = '^src-main/engine/extraction/shared/';

const formatRules = Object.entries(FORMAT_PARSERS).map(([format, parsers]) =>
  forbid(
    `format-${format}-is-closed`,
    `The format ${format} imports ${parsers.join(' and ')}, Node, the contract, its own folder and what all formats share.`,
    { path: `${FORMATS}${format}/` },
    {
      pathNot: [`${FORMATS}${format}/`, SHARED_BY_FORMATS, '^src-main/contract/', ...parsers.map(packagePath)],
      dependencyTypesNot: ['core'],
    },
  ),
);

export default {
  forbidden: [
    forbid(
      'contract-imports-zod-alone',
      'The contract is shared with the window: no Node, no DOM, no library but zod.',
      { path: '^src-main/contract/' },
      { pathNot: ['^src-main/contract/', packagePath('zod')] },
    ),
    forbid(
      'engine-knows-no-face',
      'The engine imports the contract, Node and libraries; what differs by face comes through its ports.',
      { path: '^src-main/engine/' },
      { path: ['^src-main/', '^src-renderer/', '^test/', '^fixtures/'], pathNot: ['^src-main/(engine|contract)/'] },
    ),
    forbid(
      'engine-starts-no-process',
      'Only a face can start the extractor: in the desktop app nothing but its main process can fork.',
      { path: '^src-main/engine/' },
      { path: '^(node:)?(child_process|cluster)$' },
    ),
    forbid(
      'faces-are-apart',
      'A face imports the engine and the contract, never another face; but the HTTP API is started by one that has an engine.',
      { path: '^src-main/faces/([^/]+)/' },
      {
        path: ['^src-main/', '^src-renderer/', '^test/', '^fixtures/'],
        pathNot: ['^src-main/(engine|contract)/', '^src-main/faces/$1/', '^src-main/faces/http/(serve|api-key)[.]ts$'],
      },
    ),
    ...formatRules,
    forbid(
      'format-without-parser-is-closed',
      'A format imports its own parser, Node, the contract and its own folder.',
      { path: `${FORMATS}([^/]+)/`, pathNot: `${FORMATS}(${Object.keys(FORMAT_PARSERS).join('|')})/` },
      { pathNot: [`${FORMATS}$1/`, SHARED_BY_FORMATS, '^src-main/contract/'], dependencyTypesNot: ['core'] },
    ),
    forbid(
      'formats-share-no-folder',
      'What two formats need belongs to the extraction before or after them.',
      { path: `${FORMATS}[^/]+$` },
      {},
    ),
    forbid(
      'electron-in-the-desktop-face-alone',
      'Everything but the desktop face runs on plain Node.',
      { pathNot: '^(src-main/faces/desktop/|node_modules/)' },
      { path: ['^node_modules/electron/', '^electron(/|$)'] },
    ),
    forbid(
      'renderer-imports-contract-and-its-own',
      'The window has no Node and reaches the engine over its bridge.',
      { path: '^src-renderer/' },
      { path: ['^src-main/', '^test/', '^fixtures/'], pathNot: '^src-main/contract/' },
    ),
    forbid(
      'renderer-has-no-node',
      'The window has no Node.',
      { path: '^src-renderer/' },
      { dependencyTypes: ['core'] },
    ),
    forbid('no-cycles', 'Files that need each other are one thing or hide a third.', {}, { circular: true }),
    forbid(
      'no-barrels',
      'Import the file itself.',
      {},
      { path: '(^|/)index\\.[cm]?[jt]sx?$', pathNot: '^node_modules/' },
    ),
    forbid('nothing-missing', 'What is imported must be there.', {}, { couldNotResolve: true }),
    forbid(
      'no-development-package-at-run-time',
      'What is packed has the production dependencies alone.',
      { path: '^src-(main|renderer)/' },
      // Electron is what the app is packed with; no package brings it along.
      {
        pathNot: '^node_modules/electron/',
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(coverage|dist|out|node_modules/\\.)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
