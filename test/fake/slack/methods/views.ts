import type { JsonObject } from '../../json.js';
import { checkedView } from '../blocks.js';
import { Refusal } from '../refusal.js';
import { argument, type BotMethod, type Call, knownUser } from './call.js';

/** A view with what Slack adds to it. */
function kept(call: Call, view: JsonObject, id: string, hash: string): JsonObject {
  return {
    ...view,
    id,
    hash,
    team_id: call.workspace.id,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values: {} },
    root_view_id: id,
    previous_view_id: null,
    app_id: call.world.app.id,
    external_id: view.external_id ?? '',
    bot_id: call.workspace.botId,
  };
}

function publish(call: Call): JsonObject {
  const { world, workspace } = call;
  if (!world.app.homeTab) throw new Refusal('not_enabled');
  const userId = knownUser(call, argument(call, 'user_id')).id;
  const current = workspace.homes.get(userId);
  const hash = argument(call, 'hash');
  if (hash !== '' && hash !== current?.hash) throw new Refusal('hash_conflict');
  const checked = checkedView(call.args.view, 'home');
  const id = current?.id ?? world.ids.next('V');
  const home = { id, userId, hash: world.stamps.next() };
  const view = kept(call, checked, id, home.hash);
  workspace.homes.set(userId, { ...home, view });
  return { view };
}

function open(call: Call): JsonObject {
  const { world, workspace } = call;
  const userId = world.triggers.use(argument(call, 'trigger_id'));
  const view = kept(call, checkedView(call.args.view, 'modal'), world.ids.next('V'), world.stamps.next());
  workspace.modals.push({ userId, view });
  return { view };
}

export const viewMethods: Readonly<Record<string, BotMethod>> = {
  'views.publish': {
    tier: 'tier 4',
    scopes: [],
    required: ['user_id', 'view'],
    optional: ['hash', 'interactivity_pointer'],
    run: publish,
  },
  'views.open': {
    tier: 'tier 4',
    scopes: [],
    required: ['view'],
    optional: ['trigger_id', 'interactivity_pointer'],
    run: open,
  },
};
