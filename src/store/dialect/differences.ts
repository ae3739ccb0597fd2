import {
  type AliasedRawBuilder,
  type CreateTableBuilder,
  type Expression,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';

/**
 * The only place that knows where SQLite and Postgres part. Everything else keeps to what both understand: text ids, whole
 * numbers, `on conflict`, `returning`, no `greatest`, no arrays. Each member says what the other dialect puts in its place.
 */

/** DDL is part of a transaction, so that a migration and its bookkeeping stand or fall together. Both dialects can. */
export const transactionalDdl = true;

/**
 * `column in (…)` by one statement text however many values there are, so that it is prepared once and no limit on parameters
 * is met. Postgres: `= any($1::text[])`.
 */
export const isOneOf = (column: Expression<string | null>, values: readonly string[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`${column} in (select value from json_each(${JSON.stringify(values)}))`;

/** The values as a table of one column, `value`. Postgres: `unnest($1::text[])`. */
export const eachOf = <Name extends string>(
  values: readonly string[],
  name: Name,
): AliasedRawBuilder<{ readonly value: string }, Name> =>
  sql<{ readonly value: string }>`json_each(${JSON.stringify(values)})`.as<Name>(name);

/** Keeps the rows in the primary key's own tree, for narrow tables read by its prefix. Postgres: nothing. */
export const clustered = <Table extends string, Column extends string>(
  table: CreateTableBuilder<Table, Column>,
): CreateTableBuilder<Table, Column> => table.modifyEnd(sql`without rowid`);

/**
 * Rows as a table to select from, by one statement text however many there are: they are bound as one value.
 * Postgres: `json_to_recordset($1) as (…)`.
 */
export const tableOf = <Row extends { readonly [Column in keyof Row]: string | number | null }>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
): RawBuilder<Row> => {
  const fields = columns.map((column) => sql`value ->> ${sql.lit(column)} as ${sql.ref(column)}`);
  return sql<Row>`(select ${sql.join(fields)} from json_each(${JSON.stringify(rows)}))`;
};
