import { basename } from 'node:path';
import stringWidth from 'string-width';
import type { Clock } from '../kernel/clock.js';
import { cleanText } from '../papers/clean-text.js';
import type { ImportProgress } from '../papers/import-papers.js';

const redrawMs = 100;
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

/** One line that is drawn over and over, at most ten times a second, and gone at the end. Only for a terminal. */
export class ProgressBar {
  readonly #screen: Screen;
  #path = '';
  #startedMs = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;

  constructor(screen: Screen) {
    this.#screen = screen;
    this.#startedMs = screen.clock.monotonicMs();
  }

  show(progress: ImportProgress): void {
    const nowMs = this.#screen.clock.monotonicMs();
    if (progress.path !== this.#path && this.#path !== '') this.#startedMs = nowMs;
    this.#path = progress.path;
    if (nowMs - this.#drawnMs < redrawMs) return;
    this.#drawnMs = nowMs;
    this.#screen.write(eraseLine + this.#line(progress, nowMs - this.#startedMs));
  }

  clear(): void {
    this.#screen.write(eraseLine);
  }

  #line({ path, bytesRead, bytesTotal, papers }: ImportProgress, elapsedMs: number): string {
    const share = bytesTotal === 0 ? 0 : Math.min(bytesRead / bytesTotal, 1);
    const rate = elapsedMs === 0 ? '' : ` ${countText(Math.round((papers / elapsedMs) * 1000))}/s`;
    const left = share === 0 ? '' : ` ${durationText((elapsedMs * (1 - share)) / share)} left`;
    const facts = `${Math.floor(share * 100)}% ${countText(papers)} papers${rate}${left}`;
    const name = cleanText(basename(path), 30);
    const room = this.#screen.columns - stringWidth(name) - factsColumns;
    return room < narrowestBar
      ? facts.slice(0, this.#screen.columns - 1)
      : `${name} ${barOf(share, Math.min(room, widestBar))} ${facts}`;
  }
}
