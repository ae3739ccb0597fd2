import type { Streams } from '../../src/platform/adapter-factory.js';

/** How the output is shown. */
export interface Display {
  /** Columns to write into. */
  readonly width: number;
  /** Bold, grey and the like. */
  readonly colour: boolean;
  /** Titles as links (OSC 8); else addresses stand in the text. */
  readonly links: boolean;
}

/** Whether a person sits there: both streams are a terminal. */
export const isPrompted = ({ input, output }: Pick<Streams, 'input' | 'output'>): boolean =>
  input.isTTY === true && output.isTTY === true;

type Environment = Streams['environment'];

const usualColumns = 80;
const fewestColumns = 24;
/** Lines longer than this are hard to read. */
const mostColumns = 100;
/** Terminals that follow OSC 8, by the TERM_PROGRAM or TERM that they set. */
const linkingPrograms = /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|Tabby|rio|zed)$/;
const linkingTerms = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|wezterm|contour)/;
/** VTE (GNOME Terminal and relatives) follows OSC 8 since 0.50. */
const linkingVte = 5000;

const switchedOff = (value: string): boolean => value === '0' || value === 'false';

/** FORCE_COLOR outranks NO_COLOR (https://no-color.org: set and not empty), as in Node itself; then a terminal that is not `dumb`. */
function colourIn(output: Streams['output'], { FORCE_COLOR, NO_COLOR, TERM }: Environment): boolean {
  if (FORCE_COLOR !== undefined) return !switchedOff(FORCE_COLOR);
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return output.isTTY === true && TERM !== 'dumb';
}

/** Inside tmux and screen the variables of the terminal around them are still set, but links may not pass. */
function knownToLink(environment: Environment): boolean {
  const { TERM = '', TERM_PROGRAM = '', TMUX, VTE_VERSION = '', WT_SESSION, KITTY_WINDOW_ID } = environment;
  if (TMUX !== undefined || /^(?:screen|tmux)/.test(TERM)) return false;
  if (linkingPrograms.test(TERM_PROGRAM) || linkingTerms.test(TERM)) return true;
  return WT_SESSION !== undefined || KITTY_WINDOW_ID !== undefined || Number(VTE_VERSION) >= linkingVte;
}

function linksIn(output: Streams['output'], environment: Environment): boolean {
  const { FORCE_HYPERLINK, TERM } = environment;
  if (output.isTTY !== true || TERM === 'dumb') return false;
  if (FORCE_HYPERLINK !== undefined && FORCE_HYPERLINK !== '') return !switchedOff(FORCE_HYPERLINK);
  return knownToLink(environment);
}

function columnsOf(output: Streams['output'], { COLUMNS }: Environment): number {
  const said = Number(COLUMNS);
  const columns = output.isTTY === true && output.columns ? output.columns : said;
  return Number.isInteger(columns) && columns > 0 ? columns : usualColumns;
}

/** How to write to this output now: a terminal's width may have changed since the last time. */
export const displayOf = ({ output, environment }: Pick<Streams, 'output' | 'environment'>): Display => ({
  width: Math.min(mostColumns, Math.max(fewestColumns, columnsOf(output, environment))),
  colour: colourIn(output, environment),
  links: linksIn(output, environment),
});
