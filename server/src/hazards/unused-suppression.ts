import type { HazardPage } from './hazard.js';
import page from './unused-suppression.md';

export const unusedSuppression: HazardPage = {
  id: 'unused-suppression',
  title: 'A suppression comment allows nothing, or names no hazard',
  severity: 'hint',
  page,
};
