import { createHash } from 'node:crypto';
import { ComponentType } from 'discord.js';
import type { DeliveryId } from '../../src/platform/adapter.js';

/** Two numbers that components of the message have as ids: Discord keeps them, and no reader sees them. */
interface DeliveryMark {
  readonly container: number;
  readonly first: number;
}

/** The largest id of a component (https://docs.discord.com/developers/components/reference#anatomy-of-a-component). */
const largestId = 2 ** 31 - 1;

/** About 60 bits of the delivery's id. Small numbers are left to the components that Discord numbers by itself. */
export function deliveryMarkOf(id: DeliveryId): DeliveryMark {
  const hash = createHash('sha256').update(id).digest();
  const [container, first] = [0, 4].map((place) => smallest + (hash.readUInt32BE(place) % (largestId - smallest)));
  return { container: container ?? smallest, first: first === container ? largestId : (first ?? smallest) };
}

const smallest = 1_000;

/** A choice's custom id. `place` tells it from the others in the message. */
export const choiceId = (place: number, id: DeliveryId | undefined): string =>
  id === undefined ? `choose:${place}` : `choose:${place}:${id}`;

/** Which delivery a custom id names, whole: a choice's or a button's. */
function deliveryIn(customId: string): string | undefined {
  const choice = /^choose:\d+:(.*)$/s.exec(customId)?.[1];
  if (choice !== undefined) return choice;
  const button = /^[0-9a-z]+=(\d+):(.*)$/s.exec(customId);
  return button?.[2]?.slice(0, Number(button[1]));
}

type Data = Readonly<Record<string, unknown>>;
const dataOf = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {});
const listOf = (value: unknown): readonly Data[] => (Array.isArray(value) ? value.map(dataOf) : []);

/** All of them, however deep, each before what is in it. */
const componentsIn = (value: unknown): readonly Data[] =>
  listOf(value).flatMap((one) => [one, ...componentsIn(one.components)]);

/** Which delivery a message names whole, as Discord tells it. */
const namedIn = (message: unknown): string | undefined =>
  componentsIn(dataOf(message).components)
    .map((one) => (typeof one.custom_id === 'string' ? deliveryIn(one.custom_id) : undefined))
    .find((one) => one !== undefined);

/** Whether a message cannot tell which delivery it is: it names none, and whoever stands in for Discord dropped the numbers. */
export function lostMark(message: unknown): boolean {
  const [container] = listOf(dataOf(message).components);
  return (
    container?.type === ComponentType.Container && typeof container.id !== 'number' && namedIn(message) === undefined
  );
}

/** Whether a message, as Discord tells it, is that delivery: by the whole id where it carries one, else by the numbers. */
export function carriesMark(message: unknown, id: DeliveryId): boolean {
  const [container] = listOf(dataOf(message).components);
  const named = namedIn(message);
  if (named !== undefined) return named === id;
  const mark = deliveryMarkOf(id);
  return container?.id === mark.container && listOf(container.components)[0]?.id === mark.first;
}
