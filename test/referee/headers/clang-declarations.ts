import { spawn } from 'node:child_process';

/** A function, or the definition of a record, as clang's syntax tree has it. */
export interface ClangDeclaration {
  readonly kind: 'function' | 'record';
  /** Qualified, inline namespaces included, anonymous ones left out. */
  readonly name: string;
  readonly file: string;
  /** From 1; of the use where a macro makes the name. */
  readonly line: number;
  /** Canonical spellings of a function's parameters; none of a record. */
  readonly parameters: readonly string[];
  /** Of a function that is no template and no member of one, and not deleted. */
  readonly symbol: string | null;
}

/** All functions and records that a unit declares, whatever file they stand in, and clang's messages. */
export async function clangDeclarations(
  clang: string,
  options: readonly string[],
  unit: string,
): Promise<{ readonly declarations: readonly ClangDeclaration[]; readonly messages: string }> {
  const reader = new TreeReader();
  const child = spawn(clang, [...options, '-fsyntax-only', '-Xclang', '-ast-dump=json', unit], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      resolve();
    });
  });
  let messages = '';
  child.stderr.on('data', (piece: Buffer) => {
    messages += piece.toString();
  });
  let rest: Buffer[] = [];
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    rest.push(piece);
    // The end of a declaration of the unit; it may stand across two pieces, so that a bit of the one before is joined.
    if (!Buffer.concat([...rest.slice(-2, -1).map((one) => one.subarray(-END.length)), piece]).includes(END))
      continue;
    const all = Buffer.concat(rest);
    let begin = 0;
    for (let end = all.indexOf(END); end >= 0; end = all.indexOf(END, begin)) {
      const start = all.indexOf(START, begin);
      if (start >= 0 && start < end)
        reader.declaration(JSON.parse(all.toString('utf8', start, end + END.length)) as Node);
      begin = end + END.length;
    }
    rest = [all.subarray(begin)];
  }
  await closed;
  return { declarations: reader.declarations, messages };
}

/** How a declaration at the top of the unit begins and ends in the indented text. */
const START = Buffer.from('\n    {');
const END = Buffer.from('\n    }');

interface Location {
  readonly file?: string;
  readonly line?: number;
  readonly offset?: number;
  readonly spellingLoc?: Location;
  readonly expansionLoc?: Location;
}

interface Node {
  readonly id: string;
  readonly kind?: string;
  readonly loc?: Location;
  readonly name?: string;
  readonly mangledName?: string;
  readonly isImplicit?: boolean;
  readonly completeDefinition?: boolean;
  readonly ownedTagDecl?: { readonly id: string };
  readonly explicitlyDeleted?: boolean;
  readonly storageClass?: string;
  readonly parentDeclContextId?: string;
  readonly type?: { readonly qualType?: string; readonly desugaredQualType?: string };
  readonly inner?: readonly Node[];
}

interface Scope {
  readonly path: readonly string[];
  /** Nothing in it has one symbol: a template, an anonymous namespace, a function. */
  readonly hasSymbols: boolean;
}

class TreeReader {
  readonly declarations: ClangDeclaration[] = [];
  /** Scopes by the id of their declaration, for what is declared outside of them. */
  readonly #scopes = new Map<string, Scope>();
  readonly #unnamed = new Map<string, Node>();
  #file = '';
  #line = 0;
  /** Where each node's name stands. */
  readonly #places = new Map<Node, { readonly file: string; readonly line: number }>();

  declaration(node: Node): void {
    this.#locate(node);
    this.#visit(node, { path: [], hasSymbols: true });
    this.#places.clear();
  }

  /** Each location leaves out what it has in common with the one printed before it. */
  #locate(value: object): void {
    for (const [key, entry] of Object.entries(value) as [string, unknown][]) {
      if (typeof entry !== 'object' || entry === null || key === 'includedFrom') continue;
      if (key === 'loc' || key === 'begin' || key === 'end') {
        const { spellingLoc, expansionLoc, ...own } = entry as Location;
        if (spellingLoc) this.#move(spellingLoc);
        this.#move(expansionLoc ?? own);
        if (key === 'loc') this.#places.set(value as Node, { file: this.#file, line: this.#line });
      } else this.#locate(entry);
    }
  }

  #move({ file, line }: Location): void {
    if (file !== undefined) this.#file = file;
    if (line !== undefined) this.#line = line;
  }

  #visit(node: Node, around: Scope): void {
    switch (node.kind) {
      case 'NamespaceDecl':
        this.#children(
          node,
          node.name === undefined
            ? { ...around, hasSymbols: false }
            : { ...around, path: [...around.path, node.name] },
        );
        return;
      case 'LinkageSpecDecl':
      case 'ExportDecl':
        this.#children(node, around);
        return;
      case 'ClassTemplateDecl':
      case 'FunctionTemplateDecl': {
        // Behind the template itself stand its instances, of which single members may be declared anew.
        const [own, ...instances] =
          node.inner?.filter(({ kind }) => RECORD.has(kind ?? '') || FUNCTION.has(kind ?? '')) ?? [];
        if (own) this.#visit(own, { ...around, hasSymbols: false });
        for (const instance of instances) this.#scopesOfInstance(instance, around);
        return;
      }
      case 'TypedefDecl': {
        // `typedef struct { … } Name;`
        const record = this.#unnamed.get(node.inner?.[0]?.ownedTagDecl?.id ?? '');
        if (record && node.name !== undefined) this.#named({ ...record, name: node.name }, node, around);
        return;
      }
      case 'FriendDecl':
        for (const child of node.inner ?? []) this.#visit(child, { ...around, path: [], hasSymbols: false });
        return;
      default:
        if (RECORD.has(node.kind ?? '')) this.#record(node, around);
        else if (FUNCTION.has(node.kind ?? '')) this.#function(node, around);
    }
  }

  #children(node: Node, scope: Scope): void {
    this.#scopes.set(node.id, scope);
    for (const child of node.inner ?? []) this.#visit(child, scope);
  }

  #scopesOfInstance(node: Node, { path, hasSymbols }: Scope): void {
    if (!RECORD.has(node.kind ?? '') || node.name === undefined) return;
    const scope = { path: [...path, node.name], hasSymbols };
    this.#scopes.set(node.id, scope);
    for (const child of node.inner ?? []) this.#scopesOfInstance(child, scope);
  }

  #scopeOf(node: Node, around: Scope): Scope {
    const other = this.#scopes.get(node.parentDeclContextId ?? '');
    return other ? { ...other, hasSymbols: around.hasSymbols && other.hasSymbols } : around;
  }

  #record(node: Node, around: Scope): void {
    if (node.isImplicit) return;
    const scope = this.#scopeOf(node, around);
    if (node.name === undefined) this.#unnamed.set(node.id, node);
    else if (!this.#isInstance(node)) this.#named(node, node, scope);
    this.#children(node, {
      path: node.name === undefined ? scope.path : [...scope.path, node.name],
      hasSymbols: scope.hasSymbols && !node.kind?.includes('Partial'),
    });
  }

  /** `extern template class A<int>;`: the name that a class has within itself stands in the template then. */
  #isInstance(node: Node): boolean {
    if (node.kind !== 'ClassTemplateSpecializationDecl') return false;
    const injected = node.inner?.find(({ isImplicit, name }) => isImplicit && name === node.name);
    const [own, within] = [node, injected].map((each) => each && this.#places.get(each));
    return within !== undefined && (within.file !== own?.file || within.line !== own.line);
  }

  /** @param at what bears the name */
  #named({ name, completeDefinition }: Node, at: Node, { path }: Scope): void {
    const place = this.#places.get(at);
    if (name === undefined || !place || completeDefinition !== true) return;
    this.declarations.push({
      kind: 'record',
      name: [...path, name].join('::'),
      ...place,
      parameters: [],
      symbol: null,
    });
  }

  #function(node: Node, around: Scope): void {
    const place = this.#places.get(node);
    if (node.isImplicit || node.name === undefined || !place) return;
    const scope = this.#scopeOf(node, around);
    const isMember = node.kind !== 'FunctionDecl';
    const hasOne =
      scope.hasSymbols && node.explicitlyDeleted !== true && (isMember || node.storageClass !== 'static');
    this.declarations.push({
      kind: 'function',
      name: [...scope.path, functionName(node.name, node.kind)].join('::'),
      ...place,
      parameters: (node.inner ?? [])
        .filter(({ kind }) => kind === 'ParmVarDecl')
        .map(({ type }) => type?.desugaredQualType ?? type?.qualType ?? ''),
      symbol: hasOne ? (node.mangledName ?? null) : null,
    });
  }
}

/** A conversion's type is spelled as its source has it or otherwise: its place tells it from others. */
function functionName(name: string, kind = ''): string {
  if (kind === 'CXXConversionDecl') return CONVERSION;
  return kind === 'FunctionDecl' ? name : name.replace(/(?<!operator.*)<.*>$/, '');
}

/** The one name of all conversions. */
export const CONVERSION = 'operator';

const RECORD = new Set([
  'RecordDecl', 'CXXRecordDecl', 'ClassTemplateSpecializationDecl', 'ClassTemplatePartialSpecializationDecl',
]); // prettier-ignore
const FUNCTION = new Set([
  'FunctionDecl', 'CXXMethodDecl', 'CXXConstructorDecl', 'CXXDestructorDecl', 'CXXConversionDecl',
]); // prettier-ignore
