import { expect, it } from 'vitest';
import { packageName } from './package-name.js';

it('reads the name of a package, and nothing into what has none', () => {
  expect(packageName('[package]\nname = "telemetry"\n')).toBe('telemetry');
  expect(packageName('[workspace]\nmembers = ["a"]\n')).toBeNull();
  expect(packageName('[package]\nname = 3\n')).toBeNull();
  expect(packageName('[package\nname')).toBeNull();
});
