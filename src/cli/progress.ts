import { basename } from 'node:path';
import stringWidth from 'string-width';
import type { Clock } from '../kernel/clock.js';
import { cleanText } from '../papers/clean-text.js';
import type { ImportProgress } from '../papers/import-papers.js';

const redrawMs = 100;
const longestName = 40;
const widestBar = 30;
const narrowestBar = 8;
/** Kept free for the facts, so that the bar does not change its width with them. */
const factsColumns = 50;
const eraseLine = '\r\u001b[K';

/** `12,345`. */
export const countText = (count: number): string => count.toLocaleString('en-US');

/** `950 ms`, `12 s`, `3 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const barOf = (share: number, width: number): string => {
  const full = Math.round(share * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
};

interface Screen {
  readonly write: (text: string) => void;
  readonly columns: number;
  readonly clock: Clock;
}

/** What is under way. When it gets another name, its time begins anew. */
interface Work {
  readonly name: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly papers?: number;
}

/** One line that is drawn over and over, at most ten times a second, and gone at the end. Only for a terminal. */
export class ProgressBar {
  readonly #screen: Screen;
  #name = '';
  #startedMs = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;

  constructor(screen: Screen) {
    this.#screen = screen;
    this.#startedMs = screen.clock.monotonicMs();
  }

  show({ path, bytesRead, bytesTotal, papers }: ImportProgress): void {
    this.showWork({ name: basename(path), share: bytesTotal === 0 ? 0 : Math.min(bytesRead / bytesTotal, 1), papers });
  }

  showWork(work: Work): void {
    const nowMs = this.#screen.clock.monotonicMs();
    if (work.name !== this.#name && this.#name !== '') this.#startedMs = nowMs;
    this.#name = work.name;
    if (nowMs - this.#drawnMs < redrawMs) return;
    this.#drawnMs = nowMs;
    this.#screen.write(eraseLine + this.#line(work, nowMs - this.#startedMs));
  }

  clear(): void {
    this.#screen.write(eraseLine);
  }

  #line(work: Work, elapsedMs: number): string {
    const { share } = work;
    const left = share === 0 ? '' : ` ${durationText((elapsedMs * (1 - share)) / share)} left`;
    const facts = `${Math.floor(share * 100)}%${papersText(work, elapsedMs)}${left}`;
    const name = cleanText(work.name, longestName);
    const { columns } = this.#screen;
    const room = columns - stringWidth(name) - factsColumns;
    if (room >= narrowestBar) return `${name} ${barOf(share, Math.min(room, widestBar))} ${facts}`;
    const line = `${name} ${facts}`;
    return stringWidth(line) < columns ? line : facts.slice(0, columns - 1);
  }
}

function papersText({ papers }: Work, elapsedMs: number): string {
  if (papers === undefined) return '';
  const rate = elapsedMs === 0 ? '' : ` ${countText(Math.round((papers / elapsedMs) * 1000))}/s`;
  return ` ${countText(papers)} papers${rate}`;
}
