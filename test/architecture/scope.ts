import { children, nameOf, nodeIn, nodesIn, type SyntaxNode } from './syntax.js';

type Names = ReadonlySet<string>;

/** The names that a binding pattern binds: `{ a, b: [c], ...d } = e` binds a, c and d. */
function boundNames(pattern: SyntaxNode | undefined): readonly string[] {
  if (pattern === undefined) return [];
  const name = nameOf(pattern);
  if (name !== undefined) return [name];
  const parts = [
    nodeIn(pattern, 'argument'),
    nodeIn(pattern, 'left'),
    nodeIn(pattern, 'value'),
    ...nodesIn(pattern, 'elements'),
    ...nodesIn(pattern, 'properties'),
  ];
  return parts.flatMap(boundNames);
}

/** The names that one statement declares in the block it stands in. */
function declaredBy(statement: SyntaxNode | undefined): readonly string[] {
  switch (statement?.type) {
    case 'VariableDeclaration':
      return nodesIn(statement, 'declarations').flatMap((declarator) => boundNames(nodeIn(declarator, 'id')));
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return boundNames(nodeIn(statement, 'id'));
    case 'ImportDeclaration':
      return nodesIn(statement, 'specifiers').flatMap((specifier) => boundNames(nodeIn(specifier, 'local')));
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return declaredBy(nodeIn(statement, 'declaration'));
    default:
      return [];
  }
}

/** The names that hold inside of a node and not outside of it. */
function declaredIn(node: SyntaxNode): readonly string[] {
  return [
    ...nodesIn(node, 'params').flatMap(boundNames),
    ...(node.type === 'CatchClause' ? boundNames(nodeIn(node, 'param')) : []),
    ...(node.type.endsWith('Expression') ? boundNames(nodeIn(node, 'id')) : []),
    ...nodesIn(node, 'body').flatMap(declaredBy),
    ...declaredBy(nodeIn(node, 'init')),
    ...(node.type.startsWith('For') ? declaredBy(nodeIn(node, 'left')) : []),
    ...nodesIn(node, 'cases').flatMap((one) => nodesIn(one, 'consequent').flatMap(declaredBy)),
  ];
}

const transparent: Names = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
]);

/** Types mention values (`typeof fetch`) without using them. */
const isType = (node: SyntaxNode): boolean => node.type.startsWith('TS') && !transparent.has(node.type);

/** Visits every node that is code, with the names that are declared around it. `visit` says whether to go on below. */
export function walkScopes(
  node: SyntaxNode,
  visit: (node: SyntaxNode, declared: Names) => boolean,
  declared: Names = new Set(),
): void {
  if (isType(node)) return;
  const own = declaredIn(node);
  const inside = own.length === 0 ? declared : new Set([...declared, ...own]);
  if (!visit(node, inside)) return;
  for (const child of children(node)) walkScopes(child, visit, inside);
}
