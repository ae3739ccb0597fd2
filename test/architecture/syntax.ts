import { type Comment, parseSync, visitorKeys } from 'oxc-parser';

/** A node of the syntax tree, seen without its particular type: the walks below ask for members by name. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly program: SyntaxNode;
  readonly comments: readonly Comment[];
  lineAt(offset: number): number;
}

/** Throws when the text is no TypeScript: nothing can be said of such a file. */
export function parseFile(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path} cannot be parsed: ${errors[0].message}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  return { path, text, program: program as unknown as SyntaxNode, comments, lineAt };
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';

/** The members of a node that are nodes, in the order of the source. */
export const children = (node: SyntaxNode): readonly SyntaxNode[] =>
  (visitorKeys[node.type] ?? []).flatMap((key) => [node[key]].flat().filter(isNode));

/** The node and everything below it. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of children(node)) yield* descendants(child);
}

export const nodeIn = (node: SyntaxNode, member: string): SyntaxNode | undefined => {
  const value = node[member];
  return isNode(value) ? value : undefined;
};

export const nodesIn = (node: SyntaxNode, member: string): readonly SyntaxNode[] => {
  const value = node[member];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

export const nameOf = (node: SyntaxNode | undefined): string | undefined =>
  node?.type === 'Identifier' ? String(node.name) : undefined;

/** The value of a string literal, or of a template without holes. */
export function literalText(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type !== 'TemplateLiteral' || nodesIn(node, 'expressions').length > 0) return undefined;
  const value = nodesIn(node, 'quasis')[0]?.value as { readonly cooked?: string } | undefined;
  return value?.cooked;
}
