import type { User } from '../../src/platform/adapter.js';

/** Who speaks when nobody else was named. Votes are kept under it. */
export const defaultPerson = 'you';

/** How they are called among others: to `alice`, who votes too, "you" would be alice. */
const defaultName = 'me';

/** The person whom `as …` names. */
export const personNamed = (name: string): string =>
  [defaultName, defaultPerson].includes(name.toLowerCase()) ? defaultPerson : name;

export const nameOf = ({ id }: Pick<User, 'id'>): string => (id === defaultPerson ? defaultName : id);
