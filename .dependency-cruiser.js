// Which part may use which. `npm run lint` holds the tree to it: imports run down the floors, and never in a circle.

/** The floors of src/lib, lowest first: a folder may use those before it, and no other. */
const floors = [
  'browser',
  'calendar',
  'format',
  'analysis',
  'projection',
  'export',
  'engine',
  'questions',
  'measures',
  'pages',
  'summaries',
  'documents',
  'console',
  'state',
];

/** `ui` stands beside the floors: it knows no page and no question. Whoever draws or writes a file may use it. */
const usedByUi = ['browser', 'calendar', 'format', 'analysis', 'engine'];

const tests = '\\.test\\.ts$|fixture';

/** @param {string[]} folders */
const any = (folders) => `^src/lib/(${folders.join('|')})/`;

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one thing, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...floors.map((floor, at) => ({
      name: `${floor}-knows-nothing-above`,
      comment: `${floor} lies below it: imports run from higher floors to lower ones.`,
      severity: 'error',
      from: { path: any([floor]), pathNot: tests },
      to: { path: at + 1 < floors.length ? `${any(floors.slice(at + 1))}|^src/routes/` : '^src/routes/' },
    })),
    {
      name: 'ui-knows-no-page-and-no-question',
      comment: 'What ui shows comes as props, or from a context of its own.',
      severity: 'error',
      from: { path: any(['ui']), pathNot: tests },
      to: { path: `${any(floors.filter((floor) => !usedByUi.includes(floor)))}|^src/routes/` },
    },
    {
      name: 'site-knows-no-command',
      comment: 'Scripts use src/lib, never the other way.',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: '^(scripts|tests)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(src|scripts|data)/',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte', '.json'] },
  },
};
