import type { DeliveryTables } from './delivery.js';
import type { EditionTables } from './editions.js';
import type { PaperTables } from './papers.js';
import type { StorageTables } from './storage.js';
import type { VoteTables } from './votes.js';

/** Every table that kysely knows, by area. Search keeps tables of its own and speaks SQL to them. */
export type Database = PaperTables & EditionTables & DeliveryTables & VoteTables & StorageTables;
