import { expect, test } from 'vitest';
import { START_OF_FILE } from '../../base/range.js';
import { uriFromPath } from '../../base/uri.js';
import { at, ferrule, finding, HOST_TARGET, span } from '../testing/cli.js';

test('a SARIF log with its rules, places on both sides, and what could not be read', async () => {
  const { stdout, status } = await ferrule(['check', '--format', 'sarif'], {
    check: {
      findings: [
        finding({
          range: span(3, 20, 48),
          mechanism: 'bindgen',
          related: [{ location: at('/usr/include/api.h', span(2, 16, 29)), message: 'declared here' }],
          remedies: [{ title: 'Take it', key: { uri: '', kind: '', subject: '' }, preferred: true }],
        }),
        finding({
          hazard: 'unknown-suppression',
          severity: 'information',
          uri: uriFromPath('/project/ä b.rs'),
        }),
      ],
      problems: [
        { uri: uriFromPath('/project/a.h'), message: 'cannot be read', range: null },
        { uri: uriFromPath('/project/b.h'), message: 'cannot be parsed here', range: START_OF_FILE },
      ],
    },
  });

  expect(JSON.parse(stdout)).toEqual({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Ferrule',
            semanticVersion: '1.2.3',
            rules: [
              {
                id: 'arity-mismatch',
                shortDescription: { text: 'Different numbers of parameters' },
                help: {
                  text: '# arity-mismatch\n\nThe two sides declare different numbers of parameters.\n',
                  markdown: '# arity-mismatch\n\nThe two sides declare different numbers of parameters.\n',
                },
                defaultConfiguration: { level: 'error' },
              },
              {
                id: 'return-mismatch',
                shortDescription: { text: 'Different return types' },
                help: {
                  text: '# return-mismatch\n\nThe two sides return different types.\n',
                  markdown: '# return-mismatch\n\nThe two sides return different types.\n',
                },
                defaultConfiguration: { level: 'error' },
              },
              { id: 'unknown-suppression' },
            ],
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { uri: 'file:///project/' } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              {
                level: 'warning',
                message: { text: 'cannot be read' },
                locations: [
                  { physicalLocation: { artifactLocation: { uri: 'a.h', uriBaseId: '%SRCROOT%' } } },
                ],
              },
              {
                level: 'warning',
                message: { text: 'cannot be parsed here' },
                locations: [
                  {
                    physicalLocation: {
                      artifactLocation: { uri: 'b.h', uriBaseId: '%SRCROOT%' },
                      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
                    },
                  },
                ],
              },
            ],
          },
        ],
        results: [
          {
            ruleId: 'arity-mismatch',
            ruleIndex: 0,
            level: 'error',
            message: { text: 'C++ passes 3 parameters, Rust declares 2: `height` is missing' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'src/ffi.rs', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 4, startColumn: 21, endLine: 4, endColumn: 49 },
                },
              },
            ],
            relatedLocations: [
              {
                id: 0,
                message: { text: 'declared here' },
                physicalLocation: {
                  artifactLocation: { uri: 'file:///usr/include/api.h' },
                  region: { startLine: 3, startColumn: 17, endLine: 3, endColumn: 30 },
                },
              },
            ],
            properties: { mechanism: 'bindgen', targets: [HOST_TARGET], remedies: ['Take it'] },
          },
          {
            ruleId: 'unknown-suppression',
            ruleIndex: 2,
            level: 'note',
            message: { text: 'C++ passes 3 parameters, Rust declares 2: `height` is missing' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: '%C3%A4%20b.rs', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
                },
              },
            ],
            relatedLocations: [],
            properties: { targets: [HOST_TARGET], remedies: [] },
          },
        ],
      },
    ],
  });
  expect(status).toBe(1);
});
