/** Numbers that add up over all runs. */
export interface Figures {
  readonly editions: number;
  readonly crashes: number;
  readonly duplicates: number;
  readonly losses: number;
  readonly partsOutOfOrder: number;
  readonly reactionsSent: number;
  /** Reactions that are not in the votes after reading back. */
  readonly reactionsLost: number;
}

export const noFigures: Figures = {
  editions: 0,
  crashes: 0,
  duplicates: 0,
  losses: 0,
  partsOutOfOrder: 0,
  reactionsSent: 0,
  reactionsLost: 0,
};

/** What came of a fault under one seed. */
export type FaultOutcome =
  | {
      readonly kind: 'ran';
      /** How often the fault was done. */
      readonly times: number;
      readonly figures: Partial<Figures>;
      /** What is wrong beside duplicates and losses, a sentence each: a silent failure is one. */
      readonly wrong: readonly string[];
    }
  /** It cannot be done on this machine, or not yet: never passed. */
  | { readonly kind: 'not run'; readonly why: string };

/** One history: everything that chance decides comes from its seed, so that it can be played again. */
export interface FaultRun {
  readonly seed: number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** An empty folder that is removed afterwards. */
  readonly folder: string;
  /** The steps to play in place of those that the seed would draw, for a fault that has such. */
  readonly history?: string | undefined;
}

/** The line that keeps the fault from doing harm, in the built program. Without it the fault has to be noticed. */
export interface Protection {
  /** Below `dist`, such as `src/delivery/deliver.js`. */
  readonly file: string;
  /** Text that stands in it exactly once. */
  readonly take: string;
  readonly put: string;
}

/** A fault of the list of thirty, and what has to hold all the same. */
export interface Fault {
  /** `F01` … `F30`. */
  readonly id: string;
  readonly title: string;
  /** What is done, for the table. */
  readonly done: string;
  /** Takes less than about a second a seed, so that every check runs it. */
  readonly isFast: boolean;
  /** At least one; each is taken out by `--prove`. */
  readonly protections: readonly Protection[];
  run(run: FaultRun): Promise<FaultOutcome>;
}
