import { descendants, literalText, nameOf, nodeIn, nodesIn, type SourceFile, type SyntaxNode } from './syntax.js';

/** How a module is reached: `static` is import or re-export, `worker` is a module's address by `new URL(…, import.meta.url)`. */
type ImportForm = 'static' | 'types' | 'dynamic' | 'require' | 'worker';

export interface ImportLine {
  readonly form: ImportForm;
  /** Undefined when it is computed, so that nobody can tell what it is. */
  readonly specifier: string | undefined;
  /** What is imported by name. */
  readonly names: readonly string[];
  readonly line: number;
}

type Reader = (node: SyntaxNode) => Omit<ImportLine, 'line'> | undefined;

/** Types only: `import type`, or every specifier is marked so. A bare `import './x.js'` runs the module. */
function isTypeOnly(node: SyntaxNode, kind: 'importKind' | 'exportKind'): boolean {
  if (node[kind] === 'type') return true;
  const specifiers = nodesIn(node, 'specifiers');
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type');
}

const importedNames = (node: SyntaxNode): readonly string[] =>
  nodesIn(node, 'specifiers').flatMap(
    (specifier) => nameOf(nodeIn(specifier, 'imported') ?? nodeIn(specifier, 'local')) ?? [],
  );

function declaration(kind: 'importKind' | 'exportKind'): Reader {
  return (node) => {
    const source = nodeIn(node, 'source');
    if (source === undefined) return undefined;
    const form = isTypeOnly(node, kind) ? 'types' : 'static';
    return { form, specifier: literalText(source), names: importedNames(node) };
  };
}

const dynamic =
  (form: ImportForm): Reader =>
  (node) => ({ form, specifier: literalText(nodeIn(node, 'source')), names: [] });

const requireCall: Reader = (node) => {
  if (nameOf(nodeIn(node, 'callee')) !== 'require') return undefined;
  return { form: 'require', specifier: literalText(nodesIn(node, 'arguments')[0]), names: [] };
};

const requireReference: Reader = (node) => ({
  form: 'require',
  specifier: literalText(nodeIn(node, 'expression')),
  names: [],
});

const moduleAddress: Reader = (node) => {
  const [address] = nodesIn(node, 'arguments');
  const specifier = literalText(address);
  if (nameOf(nodeIn(node, 'callee')) !== 'URL' || specifier === undefined) return undefined;
  return /^\.{1,2}\/.*\.js$/.test(specifier) ? { form: 'worker', specifier, names: [] } : undefined;
};

const readers: Readonly<Record<string, Reader>> = {
  ImportDeclaration: declaration('importKind'),
  ExportNamedDeclaration: declaration('exportKind'),
  ExportAllDeclaration: declaration('exportKind'),
  ImportExpression: dynamic('dynamic'),
  TSImportType: dynamic('types'),
  TSExternalModuleReference: requireReference,
  CallExpression: requireCall,
  NewExpression: moduleAddress,
};

/** Every way in which the file reaches another module. */
export function importsOf(file: SourceFile): readonly ImportLine[] {
  return [...descendants(file.program)].flatMap((node) => {
    const found = readers[node.type]?.(node);
    return found === undefined ? [] : [{ ...found, line: file.lineAt(node.start) }];
  });
}
