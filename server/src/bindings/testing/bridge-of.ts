import { NEVER_CANCELLED } from '../../base/cancellation.js';
import { uriFromPath } from '../../base/uri.js';
import { findTarget } from '../../abi/target.js';
import { createTargetView } from '../../boundary/target-view.js';
import { readCpp } from '../../facts/cpp/read-cpp.js';
import { Program } from '../../program/program.js';
import { testGrammars } from '../../syntax/testing/grammars.js';
import { generateCxxBridge, type GeneratedBinding } from '../cxx-bridge.js';

/**
 * The bridge for the first of some headers, the rest being what it may include.
 *
 * @param headers texts by path, relative to an include directory
 */
export async function bridgeOf(
  headers: Readonly<Record<string, string>>,
  options: {
    readonly only?: readonly string[];
    readonly target?: string;
    readonly includePath?: string;
  } = {},
): Promise<GeneratedBinding> {
  const grammars = await testGrammars();
  const program = new Program();
  const target = findTarget(options.target ?? 'x86_64-unknown-linux-gnu');
  if (!target) throw new Error(`no target ${options.target ?? ''}`);
  const read = await Promise.all(
    Object.entries(headers).map(async ([path, text]) => {
      const uri = uriFromPath(`/include/${path}`);
      const facts = await readCpp(grammars, text, { isC: false, token: NEVER_CANCELLED });
      program.setFile(uri, facts);
      return { path, uri, facts };
    }),
  );
  const [header] = read;
  if (!header) throw new Error('no header given');
  const { path, uri, facts } = header;
  return generateCxxBridge({
    view: createTargetView(program, target),
    header: { uri, facts },
    includePath: options.includePath ?? path,
    only: options.only ?? [],
  });
}
