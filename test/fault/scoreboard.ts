import { type Fault, type FaultOutcome, type Figures, noFigures } from './fault.js';
import { passed } from './play.js';

/** What became of one fault under all of its seeds. */
export interface Score {
  readonly fault: Fault;
  readonly outcomes: readonly { readonly seed: number; readonly outcome: FaultOutcome }[];
  readonly tookMs: number;
}

export const ran = ({ outcomes }: Score): boolean => outcomes.some(({ outcome }) => outcome.kind === 'ran');
export const held = ({ outcomes }: Score): boolean => outcomes.every(({ outcome }) => passed(outcome));

const names = Object.keys(noFigures) as readonly (keyof Figures)[];

export function total(scores: readonly Score[]): Figures {
  const all = scores.flatMap(({ outcomes }) => outcomes.map(({ outcome }) => outcome));
  const sum = (name: keyof Figures): number =>
    all.reduce((most, one) => most + (one.kind === 'ran' ? (one.figures[name] ?? 0) : 0), 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as unknown as Figures;
}

export function row(score: Score): readonly string[] {
  const { fault, outcomes, tookMs } = score;
  const figures = total([score]);
  const times = outcomes.reduce((sum, { outcome }) => sum + (outcome.kind === 'ran' ? outcome.times : 0), 0);
  const verdict = !ran(score) ? 'not run' : held(score) ? 'passed' : 'FAILED';
  return [
    ...[fault.id, fault.title, fault.done],
    ...[times, figures.duplicates, figures.losses + figures.reactionsLost].map(String),
    ...[`${(tookMs / 1_000).toFixed(1)} s`, verdict],
  ];
}

export const header = ['', 'fault', 'done', 'times', 'duplicates', 'losses', 'took', 'verdict'];

/** In columns, texts to the left, numbers to the right. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  const cell = (text: string, column: number): string =>
    column >= 3 && column <= 6 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  return rows.map((cells) => cells.map(cell).join('  ').trimEnd()).join('\n');
}

/** Why a fault did not hold, and how to play it again. */
export function trouble({ fault, outcomes }: Score): readonly string[] {
  return outcomes.flatMap(({ seed, outcome }) => {
    if (outcome.kind === 'not run') return [`${fault.id} was not run: ${outcome.why}.`];
    if (passed(outcome)) return [];
    const again = `npm run test:fault -- --only ${fault.id} --seed ${seed}`;
    const counted = Object.entries(outcome.figures).filter(([name]) => /duplicates|losses|Lost|OutOf/.test(name));
    return [
      `${fault.id}, seed ${seed}: ${[...outcome.wrong, ...counted.map(([name, count]) => `${name}: ${count}`)].join('; ')}`,
      `  again: ${again}`,
    ];
  });
}

export function figuresText(figures: Figures): string {
  const { editions, crashes, duplicates, losses, partsOutOfOrder, reactionsSent, reactionsLost } = figures;
  return [
    `editions posted ${editions}, crashes ${crashes}, duplicates ${duplicates}, losses ${losses}, parts out of order ${partsOutOfOrder}`,
    `reactions sent ${reactionsSent}, lost after reading back ${reactionsLost}`,
  ].join('\n');
}
