import type { Position, Uri } from '../base/range.js';
import type { FileFacts } from '../facts/facts.js';
import { isBridgeType, type TypeCrossing, type VariableCrossing } from '../boundary/crossing.js';
import type { TargetView } from '../boundary/target-view.js';
import type { Analysis } from './analysis.js';
import type { DefinitionAnswer } from './answers.js';
import {
  bridgeTypeAt,
  functionCrossingAt,
  typeAt,
  typeCrossingsOf,
  variableCrossingAt,
  wordAt,
} from './entities.js';

/** The same function or type on the other side: from Rust to C++ and back. */
export function definitionAt(
  analysis: Analysis,
  view: TargetView,
  uri: Uri,
  facts: FileFacts,
  text: string,
  position: Position,
): DefinitionAnswer[] {
  const word = wordAt(text, position);
  if (!word) return [];
  const { crossings } = analysis.boundary;
  const fromRust = facts.language === 'rust';
  const crossing = functionCrossingAt(crossings, uri, word.word, position);
  if (crossing) {
    const { rust, cpp } = crossing;
    return [
      fromRust
        ? {
            origin: word.range,
            target: { uri: cpp.uri, range: cpp.item.range },
            targetName: cpp.item.nameRange,
          }
        : { origin: word.range, target: { uri: rust.uri, range: rust.range }, targetName: rust.nameRange },
    ];
  }
  const otherSide = ({ rust, cpp }: TypeCrossing | VariableCrossing): DefinitionAnswer => {
    const { uri: targetUri, item } = fromRust ? cpp : rust;
    return { origin: word.range, target: { uri: targetUri, range: item.range }, targetName: item.nameRange };
  };
  const variable = variableCrossingAt(crossings, uri, position);
  if (variable) return [otherSide(variable)];
  const bridged = bridgeTypeAt(crossings, uri, position);
  const entity = bridged ? null : typeAt(view, uri, facts, word.word, position);
  const partners = bridged ? [bridged] : entity ? typeCrossingsOf(crossings, entity) : [];
  return partners
    .filter(({ rust }) => fromRust || !isBridgeType(rust.item) || partners.length === 1)
    .map(otherSide);
}
