import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SETTINGS_SCHEMA } from './settings.js';

interface Property {
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
}

it('are what the extension manifest offers', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { configuration: { properties: Record<string, Property> } };
  };
  const { properties } = manifest.contributes.configuration;
  for (const [key, setting] of Object.entries<Property>(SETTINGS_SCHEMA.properties)) {
    const offered = properties[`ferrule.${key}`];
    expect(offered, key).toMatchObject({ default: setting.default });
    expect(
      offered?.enum?.filter((value) => value !== null),
      key,
    ).toEqual(setting.enum);
  }
});
