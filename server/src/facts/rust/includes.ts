import type { RustInclude } from './rust-facts.js';
import { concatenated } from './script-values.js';

const CONCATENATION = /^[([{]\s*(?:(?:::)?(?:std|core)::)?concat!\s*([([{][^]*[)\]}])\s*,?\s*[)\]}]$/;

/**
 * The file that `include!` names.
 *
 * @param written the macro's argument with its brackets
 * @returns null where it is put together of anything but texts behind the folder of the package, or of its build script
 * @see Rust library, `std::include!`
 */
export function readIncluded(written: string): Pick<RustInclude, 'base' | 'path'> | null {
  const named = concatenated(CONCATENATION.exec(written)?.[1] ?? written);
  if (named?.kind !== 'text' || named.text === '') return null;
  switch (named.base) {
    case null:
      return { base: 'file', path: named.text };
    case 'CARGO_MANIFEST_DIR':
      return { base: 'package', path: named.text.replace(/^\//, '') };
    case 'OUT_DIR':
      return { base: 'build-script', path: named.text.replace(/^\//, '') };
    default:
      return null;
  }
}
