export type Data = Readonly<Record<string, unknown>>;

/** What stands in a part of Discord's answers; nothing where there is something else. */
export const groupOf = (data: unknown): Data =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Data) : {};

export const listOf = (data: unknown): readonly unknown[] => (Array.isArray(data) ? data : []);

export const groupsIn = (data: unknown): readonly Data[] => listOf(data).map(groupOf);

export function textIn(data: unknown, key: string): string | undefined {
  const value = groupOf(data)[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberIn(data: unknown, key: string): number | undefined {
  const value = groupOf(data)[key];
  return typeof value === 'number' ? value : undefined;
}
