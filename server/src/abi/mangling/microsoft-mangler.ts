import type { CppAbiFunction } from '../model.js';
import { canonical } from './adjusted-types.js';
import { MEMBER_CODES, OPERATOR_CODES, STATIC_MEMBER_CODES } from './microsoft-codes.js';
import {
  innermostElement,
  memberQualifierCode,
  MicrosoftTypeWriter,
  pointerCode,
  qualifierCode,
  restrictCode,
} from './microsoft-types.js';

/** Writes the name of one function or variable. */
export class MicrosoftMangler extends MicrosoftTypeWriter {
  symbol(fn: CppAbiFunction, deleting: boolean): void {
    this.write('?');
    this.#unqualifiedName(fn, deleting);
    this.scopes(fn.scope);
    this.write('@');
    if (fn.kind === 'variable') this.#variable(fn);
    else this.#function(fn, deleting);
  }

  #unqualifiedName(fn: CppAbiFunction, deleting: boolean): void {
    const args = fn.templateArguments;
    if (args === null) {
      this.#ownName(fn, deleting);
      return;
    }
    const [names, types] = [this.names, this.types];
    [this.names, this.types] = [[], []];
    this.write('?$');
    this.#ownName(fn, deleting);
    this.arguments(args, null);
    this.write('@');
    [this.names, this.types] = [names, types];
  }

  #ownName(fn: CppAbiFunction, deleting: boolean): void {
    switch (fn.kind) {
      case 'constructor':
        this.write('?0');
        break;
      case 'destructor':
        this.write(deleting ? '?_G' : '?1');
        break;
      case 'conversion':
        this.write('?B');
        break;
      case 'literal-operator':
        this.write('?__K');
        this.sourceName(fn.name);
        break;
      case 'operator': {
        const code = OPERATOR_CODES.get(fn.name);
        if (code === undefined) this.fail(`operator${fn.name} is no operator`);
        else this.write(code);
        break;
      }
      case 'function':
      case 'method':
      case 'static-method':
      case 'variable':
        this.sourceName(fn.name);
        break;
      default:
        fn.kind satisfies never;
    }
  }

  #function(fn: CppAbiFunction, deleting: boolean): void {
    const owner = fn.scope.at(-1)?.kind === 'record';
    const isStatic = fn.kind === 'static-method' || isAllocation(fn);
    const codes = MEMBER_CODES[fn.access];
    if (!owner) this.write('Y');
    else this.write(isStatic ? codes.static : fn.virtual ? codes.virtual : codes.plain);
    const hasThis = owner && !isStatic;
    if (hasThis) this.thisQualifiers(fn);
    this.convention(fn.callingConvention, hasThis, fn.variadic);
    if (deleting) {
      this.write(`P${this.far}AXI@Z`);
      return;
    }
    if (fn.kind === 'constructor' || fn.kind === 'destructor') this.write('@');
    else this.result(fn.result);
    this.parameters(fn.parameters, fn.variadic);
    this.write('Z');
  }

  /** The qualifiers of a variable stand last, those of a pointer's pointee once more. */
  #variable(fn: CppAbiFunction): void {
    const isMember = fn.scope.at(-1)?.kind === 'record';
    this.write(isMember ? STATIC_MEMBER_CODES[fn.access] : '3');
    const type = canonical(this.resolved(fn.result));
    if (type.kind === 'array') {
      const element = canonical(this.resolved(type.element));
      const innermost = innermostElement(element);
      this.write(pointerCode(innermost));
      this.type(element, 'pointee');
      this.write(element.kind === 'array' ? 'A' : qualifierCode(innermost));
      return;
    }
    this.type(type, 'drop');
    if (type.kind === 'pointer' || type.kind === 'reference') {
      const pointee = canonical(this.resolved(type.kind === 'pointer' ? type.pointee : type.referent));
      this.write(this.far + restrictCode(type) + qualifierCode(innermostElement(pointee)));
    } else if (type.kind === 'member-pointer') {
      this.write(
        this.far +
          restrictCode(type) +
          memberQualifierCode(innermostElement(canonical(this.resolved(type.member)))),
      );
      this.name(type.class.name);
    } else this.write(qualifierCode(type));
  }
}

/** `operator new` and `operator delete` in a class are static without saying so. */
const isAllocation = ({ kind, name }: CppAbiFunction): boolean =>
  kind === 'operator' && /^(?:new|delete)\b/.test(name);
