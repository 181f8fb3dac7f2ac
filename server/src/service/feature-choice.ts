import { isWithin } from '../base/uri.js';
import type { Uri } from '../base/range.js';
import type { FeatureChoice } from '../builds/rust-options.js';
import type { SourceFolder } from './sources.js';

/** What the settings of the innermost folder around a manifest say of its features; null where they say nothing. */
export function featureChoice(folders: readonly SourceFolder[], manifest: Uri): FeatureChoice | null {
  const [innermost] = folders
    .filter(({ uri }) => isWithin(manifest, uri))
    .sort((a, b) => b.uri.length - a.uri.length);
  if (!innermost) return null;
  const { features, noDefaultFeatures } = innermost.settings;
  return features.length > 0 || noDefaultFeatures ? { features, noDefaultFeatures } : null;
}
