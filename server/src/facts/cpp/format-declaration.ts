import type { CppFunction } from './cpp-facts.js';
import { formatCppType } from './format-cpp.js';

/** A function with its name and those of its parameters: `void record(double measure) const`. */
export function formatCppDeclaration({
  name,
  kind,
  scope,
  signature,
  static: isStatic,
}: CppFunction): string {
  const qualified = [
    ...scope.filter((component) => component.name !== '').map((component) => component.name),
    name,
  ];
  const parameters = signature.parameters.map((parameter) => formatCppType(parameter.type, parameter.name));
  if (signature.variadic) parameters.push('...');
  const trailers = `${signature.const ? ' const' : ''}${signature.reference ? ` ${signature.reference}` : ''}${signature.noexcept ? ' noexcept' : ''}`;
  const declarator = `${qualified.join('::')}(${parameters.join(', ')})${trailers}`;
  const nameless = kind === 'constructor' || kind === 'destructor' || kind === 'conversion';
  const inClass = scope.some((component) => component.kind === 'record');
  return `${isStatic && inClass ? 'static ' : ''}${nameless ? declarator : formatCppType(signature.result, declarator)}`;
}
