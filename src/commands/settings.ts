import type { CommandContext, CommandSpec } from './command.js';
import { namedOption, option } from './menu.js';
import { noteAnswer } from './note.js';
import { ownSubscription } from './own-subscription.js';
import { postNow } from './post-now.js';
import { settingsAnswer } from './settings-answer.js';
import { changeSettings, switchOff, switchOn } from './settings-change.js';
import { keyNames, parseSettings, settingKeys, suggestSettings, switches } from './settings-words.js';

export const settings: CommandSpec<'settings'> = {
  usage: `settings [on|off|post|${keyNames.map((key) => `${key} …`).join(' ')}]`,
  brief: 'settings [on|off|time …]',
  summary: "shows or sets this channel's morning edition",
  examples: ['settings', 'settings on', 'settings time 8:30 zone Europe/Berlin days mon-fri', 'settings count 5'],
  details: [
    { label: 'on', value: 'switches the morning edition on here, and shows what it would hold' },
    { label: 'off', value: 'switches it off' },
    { label: 'post', value: "posts today's edition now" },
    ...keyNames.map((key) => ({ label: `${key} …`, value: settingKeys[key].about })),
  ],
  parse: parseSettings,
  run: async ({ action }, context) => {
    if (action.do === 'show') return settingsAnswer(context);
    const refusal = await refusalOf(action.do !== 'post', context);
    if (refusal !== undefined) return noteAnswer(refusal);
    if (action.do === 'on') return switchOn(action.changes, context);
    if (action.do === 'set') return changeSettings(action.changes, context);
    return action.do === 'off' ? switchOff(context) : postNow(context);
  },
  form: () => [
    option('action', 'switches the morning edition on or off here, or posts it now', { values: switches }),
    ...keyNames.map((key) => namedOption(key, settingKeys[key].about, settingKeys[key].field)),
  ],
  managersOnly: true,
  suggest: async (rest) => suggestSettings(rest).map((offer) => ({ rest: offer })),
};

const onlyThose = (who: string | undefined): string =>
  `Only people who may manage this channel can do that${who === undefined ? '' : `: ${who}`}.`;

/** Why this person may not, or why it cannot be changed here; asked anew each time, also when a button is pressed. */
async function refusalOf(changes: boolean, context: CommandContext): Promise<string | undefined> {
  const { deps, user, target } = context;
  if (!(await deps.mayManage(user, target))) return onlyThose(deps.whoMayManage(target));
  const own = changes ? ownSubscription(context.subscriptions) : undefined;
  if (own?.managed === 'program') {
    return 'This edition is set in the configuration file, under "terminal:": change it there and start Broadsheet again.';
  }
  const source = own?.managed === 'file' ? deps.sourceOf(own) : undefined;
  if (source === undefined) return undefined;
  return `This channel is set up in the configuration file: change ${source.file}, line ${source.line}, and start Broadsheet again.`;
}
