import type { Fault } from '../fault.js';
import { corruption, refusal } from './corruption.js';
import { fullFile, fullFileSystem } from './full-disk.js';
import { fullPages } from './full-pages.js';
import { powerLoss } from './power-loss.js';
import { together } from './together.js';

export const faults: readonly Fault[] = [
  {
    id: 'F19',
    title: 'the disk is full',
    done: 'pages bounded; files limited; a small file system filled, where mounting is allowed',
    isFast: false,
    protections: [
      {
        file: 'src/store/upkeep.js',
        take: 'await store.probe().catch(() => undefined);',
        put: 'void store;',
      },
      {
        file: 'src/store/dialect/write-health.js',
        take: 'if (this.#trouble === undefined)',
        put: 'if (true)',
      },
      {
        file: 'src/delivery/workers.js',
        take: 'await clock.sleep(stalledMs, rung);',
        put: 'return;',
      },
      {
        file: 'src/store/dialect/sqlite-errors.js',
        take: '[/^SQLITE_IOERR/, sickDisk],',
        put: '',
      },
      {
        file: 'src/commands/process-trouble.js',
        take: 'if (storage !== undefined)',
        put: 'if (false)',
      },
    ],
    run: (run) => together(run, fullPages, fullFile, fullFileSystem),
  },
  {
    id: 'F20',
    title: 'the database is damaged, empty, foreign or newer',
    done: 'the file is spoilt in seven ways, and in sixty places by chance',
    isFast: false,
    protections: [
      {
        file: 'src/store/dialect/sqlite-file.js',
        take: "if (found.size === 0)\n        throw unusable(path, 'is empty, which a database never is');",
        put: '',
      },
      {
        file: 'src/store/dialect/sqlite-file.js',
        take: "if (connection.pragma('application_id') !== applicationId)",
        put: 'if (false)',
      },
      { file: 'src/store/dialect/sqlite-file.js', take: 'if (schema > newest)', put: 'if (false)' },
      {
        file: 'src/store/dialect/sqlite-file.js',
        take: "if (access === 'write' && !isWhole(connection))",
        put: 'if (false)',
      },
    ],
    run: (run) => together(run, corruption, refusal),
  },
  {
    id: 'F21',
    title: 'the power fails',
    done: 'each call to the system is traced: nothing is told before it is synced',
    isFast: false,
    protections: [
      {
        file: 'src/store/dialect/sqlite-open.js',
        take: "writer.pragma('synchronous = full');",
        put: "writer.pragma('synchronous = normal');",
      },
      { file: 'src/app/inbound.js', take: 'await intake(event);', put: 'void intake(event);' },
      { file: 'src/store/dialect/sqlite-file.js', take: 'sync(temporary);', put: '' },
      { file: 'src/store/dialect/sqlite-file.js', take: 'sync(dirname(path));', put: '' },
    ],
    run: powerLoss,
  },
];
