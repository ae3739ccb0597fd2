import {
  type APIComponentInContainer,
  type APIContainerComponent,
  ComponentType,
  SeparatorSpacingSize,
} from 'discord.js';
import type { DeliveryId } from '../../src/platform/adapter.js';
import { isButtons, marked, type Row } from './controls.js';
import { deliveryMarkOf } from './delivery-mark.js';
import { mostComponents } from './limits.js';

/** What stands under each other in a message. A note stands close under the text that it belongs to, not under the last item of a list. */
export type Part =
  | { readonly kind: 'text'; readonly content: string; readonly role: 'item' | 'note' | 'text' }
  | { readonly kind: 'line' }
  | { readonly kind: 'row'; readonly row: Row };

type Text = Extract<Part, { kind: 'text' }>;

type AreTogether = (above: Text, below: Text) => boolean;

const isClose: AreTogether = (above, below) => below.role === 'note' && above.role !== 'item';

function joined(parts: readonly Part[], areTogether: AreTogether): readonly Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.kind === 'text' && last?.kind === 'text' && areTogether(last, part)) {
      all[all.length - 1] = { ...last, content: `${last.content}\n${part.content}` };
    } else all.push(part);
  }
  return all;
}

/** The container is one, and a row is one beside what is in it. */
const countOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => sum + (part.kind === 'row' ? part.row.length + 1 : 1), 1);

/** As few as a message holds: lines between parts go first, then texts that follow each other become one. */
function withinCount(parts: readonly Part[]): readonly Part[] {
  const close = joined(parts, isClose);
  if (countOf(close) <= mostComponents) return close;
  const texts = close.filter(({ kind }) => kind !== 'line');
  return countOf(texts) <= mostComponents ? texts : joined(texts, () => true);
}

/** The characters that Discord counts. */
export const sizeOf = (parts: readonly Part[]): number =>
  withinCount(parts).reduce((sum, part) => sum + (part.kind === 'text' ? part.content.length : 0), 0);

function componentOf(part: Part): APIComponentInContainer {
  switch (part.kind) {
    case 'text':
      return { type: ComponentType.TextDisplay, content: part.content };
    case 'line':
      return { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small };
    case 'row':
      return { type: ComponentType.ActionRow, components: [...part.row] };
  }
}

/** The parts in one container, which finds its delivery again when it has one. */
export function containerOf(parts: readonly Part[], delivery: DeliveryId | undefined): APIContainerComponent {
  const rows = parts.flatMap((part) => (part.kind === 'row' ? [part.row] : []));
  const isChosen = rows.some((row) => !isButtons(row));
  const finding = delivery === undefined || isChosen ? rows : marked(rows, delivery);
  const left = finding.values();
  const within = withinCount(parts).map((part) =>
    part.kind === 'row' ? { ...part, row: left.next().value ?? part.row } : part,
  );
  const components = within.map(componentOf);
  if (delivery === undefined) return { type: ComponentType.Container, components };
  const { container, first } = deliveryMarkOf(delivery);
  return {
    type: ComponentType.Container,
    id: container,
    components: components.map((one, index) => (index === 0 ? { ...one, id: first } : one)),
  };
}
