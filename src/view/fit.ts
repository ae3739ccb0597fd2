import { cutText } from './cut.js';
import type { Limits } from './limits.js';
import { holds, type Load, loadOf, type Meter, meterOf, noLoad, plus } from './measure.js';
import { shrinkBlocks, shrinkBlocksHard, shrinkItems } from './passages.js';
import { partSummary, visibleSummary } from './summary.js';
import { joined, type Unit, unitsOf } from './units.js';
import type { Block, MessageView } from './view.js';

/**
 * Splits a view into as few messages as hold it, each within every limit. Nothing is dropped silently: texts are cut with an
 * ellipsis (bodies first, then notes and facts; a title keeps 60 characters where the limits leave room for them). A list stays
 * together where shorter bodies of its items, of about a line at least, do that; else it is split between items but never within
 * one. What exceeds one choice or one row of buttons goes to a further one. Headings stay with what follows them, choices and buttons
 * with what they follow. Blocks that say nothing vanish. Fitting a part again gives the same part. Actions are never
 * touched: one that is too long is the caller's mistake. Never throws.
 */
export function fit(view: MessageView, limits: Limits): readonly MessageView[] {
  const parts = pack(groupsOf(together(unitsOf(view, limits), limits)), limits).map(joined);
  const meter = meterOf(limits);
  return parts.map((blocks, index) => {
    const summary = index === 0 ? visibleSummary(view, blocks) : partSummary(view, blocks);
    return { summary: cutText(summary, limits.summaryCharacters, meter), blocks };
  });
}

/**
 * The whole view as one message, for edits: the same blocks and items, with bodies, then notes and facts, then titles shortened
 * until it fits. No item is lost; one for which there is hardly room keeps its number and a few characters of its title. Only
 * counts (blocks, items) that exceed the limits stay as they are. Never throws.
 */
export function fitOne(view: MessageView, limits: Limits): MessageView {
  const blocks = shrinkBlocksHard(joined(unitsOf(view, limits)), limits.messageCharacters, limits);
  const summary = visibleSummary(view, blocks);
  return { summary: cutText(summary, limits.summaryCharacters, meterOf(limits)), blocks };
}

/** The units with shorter bodies in lists, where that alone makes them one message. */
function together(units: readonly Unit[], limits: Limits): readonly Unit[] {
  const blocks = units.map(({ block }) => block);
  const load = blocks.map((block) => loadOf(block, meterOf(limits))).reduce(plus, noLoad);
  if (holds(load, limits) || !holds({ ...load, characters: 0 }, limits)) return units;
  const short = shrinkItems(blocks, limits.messageCharacters, limits);
  return short === undefined ? units : units.map((unit, index) => ({ ...unit, block: short[index] ?? unit.block }));
}

type Group = readonly Unit[];

const isAction = ({ block }: Unit): boolean => block.kind === 'choose' || block.kind === 'buttons';
const leads = ({ block }: Unit): boolean => block.kind === 'heading' || block.kind === 'divider';

/** Units that stay together: headings with what follows them, choices and buttons with what they follow. */
function groupsOf(units: readonly Unit[]): readonly Group[] {
  const groups: Unit[][] = [];
  for (const [index, unit] of units.entries()) {
    const before = units[index - 1];
    const last = groups.at(-1);
    if (before !== undefined && last !== undefined && (leads(before) || isAction(unit))) last.push(unit);
    else groups.push([unit]);
  }
  return groups;
}

/** Fills one message after the other. Messages are filled in order, so that what fits into one message stays one message. */
class Packing {
  readonly parts: Unit[][] = [[]];
  readonly #limits: Limits;
  readonly #meter: Meter;
  #load: Load = noLoad;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#meter = meterOf(limits);
  }

  /** Adds the group to the current message when it has room for all of it. */
  takes(group: Group): boolean {
    const load = group.map(({ block }) => loadOf(block, this.#meter)).reduce(plus, this.#load);
    if (!holds(load, this.#limits)) return false;
    this.parts.at(-1)?.push(...group);
    this.#load = load;
    return true;
  }

  turnPage(): void {
    if (this.parts.at(-1)?.length === 0) return;
    this.parts.push([]);
    this.#load = noLoad;
  }

  /** Adds the unit, to a message of its own if need be: alone it fits. */
  place(unit: Unit): void {
    if (this.takes([unit])) return;
    this.turnPage();
    if (!this.takes([unit])) this.parts.at(-1)?.push(unit);
  }
}

function pack(groups: readonly Group[], limits: Limits): readonly (readonly Unit[])[] {
  const packing = new Packing(limits);
  for (const group of groups) {
    if (packing.takes(group)) continue;
    packing.turnPage();
    if (packing.takes(group) || packing.takes(squeezed(group, limits))) continue;
    for (const unit of group) packing.place(unit);
  }
  return packing.parts;
}

/** A group that is too long for one message, shortened as far as titles allow. */
function squeezed(group: Group, limits: Limits): Group {
  const blocks = shrinkBlocks(
    group.map(({ block }): Block => block),
    limits.messageCharacters,
    limits,
  );
  return group.map((unit, index) => ({ ...unit, block: blocks[index] ?? unit.block }));
}
