import { expect, test } from 'vitest';
import { severityOf, type HazardPage } from './hazard.js';

const page = (more: Partial<HazardPage>): HazardPage => ({
  id: 'x',
  title: 'X',
  severity: 'error',
  page: '',
  ...more,
});

test('a preview is off unless somebody asks for previews', () => {
  expect(severityOf(page({ preview: true }), {}, { preview: false })).toBe('off');
  expect(severityOf(page({ preview: true }), {}, { preview: true })).toBe('error');
  expect(severityOf(page({}), {}, { preview: false })).toBe('error');
});

test('what rests on an assumption is no error', () => {
  const ground = { status: 'assumed', value: 1, assumption: 'gcc', because: [] } as const;
  expect(severityOf(page({}), { ground }, { preview: false })).toBe('warning');
  expect(severityOf(page({ severity: 'hint' }), { ground }, { preview: false })).toBe('hint');
});
