import type { CommandName, CommandTable } from './command.js';
import { day } from './day.js';
import { helpFor } from './help.js';
import { mine } from './mine.js';
import { search } from './search.js';
import { settings } from './settings.js';
import { show } from './show.js';
import { similar } from './similar.js';
import { status } from './status.js';
import { today } from './today.js';
import { top } from './top.js';

/** Every command there is, in the order that `help` shows them. */
export const commandTable: CommandTable = {
  search,
  today,
  day,
  show,
  similar,
  top,
  mine,
  settings,
  status,
  help: helpFor(() => Object.keys(commandTable) as CommandName[]),
};
