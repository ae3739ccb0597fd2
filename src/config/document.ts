import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Finding, Path } from './finding.js';
import { aliasFinding, syntaxFinding } from './syntax-advice.js';

/** A YAML file as a value, with the way back to its lines. */
export interface YamlDocument {
  /** What the file says; where `findings` is not empty, as well as it could be made out. */
  readonly value: unknown;
  /** What is no YAML. The rest of the value is certain only above the first of them that is not about tabs or doubles. */
  readonly findings: readonly Finding[];
  readonly certainUntilLine: number;
  lineOf(path: Path): number;
  /** The value exactly as it was typed, without its quotes. */
  sourceOf(path: Path): string | undefined;
}

const longestText = 400_000;
const mostSyntaxFindings = 10;

/** Deep nesting, which no configuration needs, can end the whole process from within the YAML library. */
function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === '[' || sign === '{') depth += 1;
    if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1);
    if (depth > 60) return true;
  }
  return /[ \t?:-]{200}/.test(text) || text.split('\n').some((line) => line.split(': ').length > 200);
}

function refusal(text: string): Finding | undefined {
  const whole = { path: [], line: 1 };
  if (text.length > longestText) {
    const expected = `at most ${longestText} characters`;
    return { ...whole, read: `${text.length} characters`, expected, fix: 'Point BROADSHEET_CONFIG to the right file.' };
  }
  if (text.includes('\u0000')) {
    return {
      ...whole,
      read: 'binary data',
      expected: 'a text in YAML',
      fix: 'Point BROADSHEET_CONFIG to the right file.',
    };
  }
  if (!nestsTooDeeply(text)) return undefined;
  const expected = 'a few levels';
  return { ...whole, read: 'hundreds of levels, one in another', expected, fix: 'Close the brackets that are open.' };
}

/** The node at the path, and the offset at which its key or its entry begins. */
function locate(root: Node | null, path: Path): { readonly node: Node | null; readonly offset: number } {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const next = (isSeq(node) ? node.items[Number(step)] : pair?.value) as Node | null | undefined;
    const start = (pair?.key as Node | undefined) ?? next;
    if (start?.range == null) return { node: null, offset };
    offset = start.range[0];
    node = next ?? null;
  }
  return { node, offset };
}

function read(text: string): YamlDocument {
  const counter = new LineCounter();
  // The core schema reads 9:00 as a text and "no" as a word, whatever version of YAML the file asks for.
  const options = { lineCounter: counter, schema: 'core', prettyErrors: false, logLevel: 'error' } as const;
  const lines = text.split('\n');
  const first = parseDocument(text, options);
  const tabs = first.errors.some(({ code }) => code === 'TAB_AS_INDENT');
  const spaced = text.replace(/^[ \t]+/gm, (indent) => indent.replaceAll('\t', '  '));
  const document = tabs ? parseDocument(spaced, { ...options, lineCounter: new LineCounter() }) : first;
  const problems = [...first.errors, ...first.warnings];
  const broken = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  const value: unknown = document.toJS() ?? {};
  // Aliases can make a value that holds itself; this throws for it.
  JSON.stringify(value);
  return {
    value,
    findings: problems.slice(0, mostSyntaxFindings).map((error) => syntaxFinding(error, lines, counter)),
    certainUntilLine: Math.min(...broken.map(({ pos }) => counter.linePos(pos[0]).line)),
    lineOf: (path) => Math.max(1, counter.linePos(locate(document.contents, path).offset).line),
    sourceOf: (path) => {
      const { node } = locate(document.contents, path);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/** Reads YAML. Never throws: what cannot be read is a finding. */
export function readYaml(text: string): YamlDocument {
  const nothing = { value: {}, certainUntilLine: 0, lineOf: () => 1, sourceOf: () => undefined };
  const refused = refusal(text);
  if (refused !== undefined) return { ...nothing, findings: [refused] };
  try {
    return read(text);
  } catch (thrown) {
    // An alias without its anchor, one that holds itself, or aliases that would multiply without end.
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { ...nothing, findings: [aliasFinding(message, text.split('\n'))] };
  }
}
