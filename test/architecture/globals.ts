import { folderOf, type Grant } from './folders.js';
import { walkScopes } from './scope.js';
import { literalText, nameOf, nodeIn, nodesIn, type SourceFile, type SyntaxNode } from './syntax.js';
import type { Violation } from './violation.js';

/**
 * Globals through which the world comes in, and the grant that a folder needs to use them. What comes in by import is held
 * by the folder's list of built-ins.
 */
const guarded: Readonly<Record<string, Grant>> = {
  process: 'process',
  'Date.now': 'time',
  'Date()': 'time',
  'new Date()': 'time',
  performance: 'time',
  setTimeout: 'time',
  setInterval: 'time',
  'AbortSignal.timeout': 'time',
  'Math.random': 'chance',
  crypto: 'chance',
  fetch: 'network',
};

const instead: Readonly<Record<Grant, string>> = {
  process: 'take what you need as an argument',
  time: 'take a Clock',
  chance: 'take a Random or a NewId',
  network: 'only feeds and adapters talk to the network',
};

const memberName = (node: SyntaxNode): string | undefined => {
  const property = nodeIn(node, 'property');
  return node.computed === true ? literalText(property) : nameOf(property);
};

/** `Date.now`, `process.env.HOME`, `globalThis.process` of undeclared names; undefined when its root is an expression. */
function dotted(node: SyntaxNode | undefined, declared: ReadonlySet<string>): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'ChainExpression') return dotted(nodeIn(node, 'expression'), declared);
  if (node.type !== 'MemberExpression') {
    const name = nameOf(node);
    return name === undefined || declared.has(name) ? undefined : name;
  }
  const root = dotted(nodeIn(node, 'object'), declared);
  const member = memberName(node);
  return root === undefined || member === undefined ? undefined : `${root}.${member}`;
}

/** `const { now } = Date` takes `Date.now`. */
const destructured = (node: SyntaxNode, declared: ReadonlySet<string>): readonly string[] => {
  const root = dotted(nodeIn(node, 'init'), declared);
  const pattern = nodeIn(node, 'id');
  if (root === undefined || pattern?.type !== 'ObjectPattern') return [];
  return nodesIn(pattern, 'properties').map((property) => `${root}.${nameOf(nodeIn(property, 'key'))}`);
};

const dateCall = (node: SyntaxNode, declared: ReadonlySet<string>): readonly string[] => {
  if (dotted(nodeIn(node, 'callee'), declared) !== 'Date') return [];
  if (node.type === 'CallExpression') return ['Date()'];
  return nodesIn(node, 'arguments').length === 0 ? ['new Date()'] : [];
};

/** Names that stand in the tree as identifiers but use nothing: member names, keys, and the outer names of imports and exports. */
function mentionedOnly(node: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  if (node.type === 'ImportSpecifier') return [nodeIn(node, 'imported')];
  if (node.type === 'ExportSpecifier') return [nodeIn(node, 'exported')];
  return node.computed === true ? [] : [nodeIn(node, 'key'), nodeIn(node, 'property')];
}

function usesAt(node: SyntaxNode, declared: ReadonlySet<string>): readonly string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return destructured(node, declared);
    case 'NewExpression':
    case 'CallExpression':
      return dateCall(node, declared);
    case 'MemberExpression':
    case 'Identifier':
      return [dotted(node, declared) ?? []].flat();
    default:
      return [];
  }
}

interface Use {
  readonly name: string;
  readonly line: number;
}

function globalUses(file: SourceFile): readonly Use[] {
  const uses: Use[] = [];
  const skipped = new Set<SyntaxNode | undefined>();
  walkScopes(file.program, (node, declared) => {
    if (skipped.has(node)) return false;
    for (const mention of mentionedOnly(node)) skipped.add(mention);
    const found = usesAt(node, declared);
    uses.push(
      ...found.map((name) => ({ name: name.replace(/^(globalThis|global)\./, ''), line: file.lineAt(node.start) })),
    );
    return !(node.type === 'MemberExpression' && found.length > 0);
  });
  return uses;
}

const guardOf = (name: string): string | undefined =>
  Object.keys(guarded).find((known) => name === known || name.startsWith(`${known}.`));

/** Finds uses of time, chance, the process and the network where the folder has no grant for them. */
export function globalViolations(file: SourceFile): readonly Violation[] {
  const grants = folderOf(file.path)?.grants ?? [];
  const found = new Map<string, Violation>();
  for (const { name, line } of globalUses(file)) {
    const guard = guardOf(name);
    const needed = guard === undefined ? undefined : guarded[guard];
    if (needed === undefined || grants.includes(needed)) continue;
    const message = `uses ${guard}; ${instead[needed]}`;
    found.set(`${line} ${message}`, { path: file.path, line, message });
  }
  return [...found.values()];
}
