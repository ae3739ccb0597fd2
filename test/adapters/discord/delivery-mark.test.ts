import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionOf } from '../../../adapters/discord/controls.js';
import { carriesMark, deliveryMarkOf } from '../../../adapters/discord/delivery-mark.js';
import { discordLimits } from '../../../adapters/discord/limits.js';
import { renderMessage } from '../../../adapters/discord/render.js';
import type { DeliveryId } from '../../../src/platform/adapter.js';
import { type Block, type MessageView, sentence, text } from '../../../src/view/view.js';
import { componentsOf, contentOf, expectAccepted } from './rendered.js';

const anyId = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 }).map((id) => id as DeliveryId);
const anyAction = fc.oneof(
  fc.string({ maxLength: 96 }),
  fc.stringMatching(/^[0-9a-z]{0,3}[:=][0-9]{0,3}:?[ -~]{0,80}$/),
);
const of = (...blocks: readonly Block[]): MessageView => ({
  summary: 's',
  blocks: [...sentence('Hello').blocks, ...blocks],
});
const buttonsOf = (actions: readonly string[]): Block => ({
  kind: 'buttons',
  buttons: actions.map((action) => ({ label: 'Go', action })),
});
const chooseOf = (actions: readonly string[]): Block => ({
  kind: 'choose',
  label: 'Read…',
  options: actions.map((action) => ({ label: 'One', action })),
});

const anyControls = fc.oneof(
  fc.constant<readonly Block[]>([]),
  fc.array(anyAction, { maxLength: 5 }).map((actions) => [buttonsOf(actions)]),
  fc.array(anyAction, { maxLength: 5 }).map((actions) => [chooseOf(actions), buttonsOf(actions)]),
);

/** As Discord tells it: every component has an id. */
const told = (view: MessageView, deliveryId?: DeliveryId) =>
  contentOf(renderMessage(view, deliveryId === undefined ? {} : { deliveryId }));

describe('A delivery in Discord', () => {
  it('is found by its own id and by no other, whatever the message holds', () => {
    fc.assert(
      fc.property(anyId, anyId, anyControls, (id, other, controls) => {
        fc.pre(id !== other);
        const view = of(...controls);
        expectAccepted(renderMessage(view, { deliveryId: id }));
        expect(carriesMark(told(view, id), id)).toBe(true);
        expect(carriesMark(told(view, id), other)).toBe(false);
        expect(carriesMark(told(view), id)).toBe(false);
      }),
    );
  });

  it('leaves every action as it was', () => {
    fc.assert(
      fc.property(anyId, fc.array(anyAction, { minLength: 1, maxLength: 5 }), fc.boolean(), (id, actions, isMarked) => {
        for (const view of [of(buttonsOf(actions)), of(chooseOf(actions), buttonsOf(actions))]) {
          const components = componentsOf(renderMessage(view, isMarked ? { deliveryId: id } : {}));
          const pressed = components.filter(({ type }) => type === 2).map((one) => actionOf(String(one.custom_id)));
          const options = components.flatMap((one) => (one.options ?? []) as readonly { readonly value: string }[]);
          expect(pressed).toEqual(actions);
          expect(options.map(({ value }) => actionOf(value))).toEqual(options.map((_, index) => actions[index]));
        }
      }),
    );
  });

  const id = '01890a5d-ac96-774b-bcce-b302099a8057' as DeliveryId;
  const twin = { ...deliveryMarkOf(id) };

  it('names itself whole in the choice, else in a button with room for it', () => {
    const idsOf = (...blocks: readonly Block[]) =>
      componentsOf(renderMessage(of(...blocks), { deliveryId: id })).flatMap(({ custom_id }) =>
        custom_id === undefined ? [] : [custom_id],
      );
    expect(idsOf(buttonsOf(['next']), chooseOf(['a']))).toEqual(['0:next', `choose:2:${id}`]);
    expect(idsOf(buttonsOf(['x'.repeat(96), 'next', 'more']))).toEqual([
      ...[`0:${'x'.repeat(96)}`, `1=36:${id}next`, '2:more'],
    ]);
  });

  it('is not taken for another whose numbers are the same: the whole id decides', () => {
    const other = 'another' as DeliveryId;
    const [container = {}] = contentOf(renderMessage(of(buttonsOf(['next'])), { deliveryId: other })).components;
    const [first, ...rest] = container.components as readonly object[];
    const bare = { ...container, id: twin.container, components: [{ ...first, id: twin.first }] };
    const named = { ...bare, components: [...bare.components, ...rest] };
    expect(carriesMark({ components: [bare] }, id)).toBe(true);
    expect(carriesMark({ components: [named] }, id)).toBe(false);
  });

  it('is no message of somebody else, whatever its form', () => {
    for (const message of [
      null,
      1,
      {},
      { components: null },
      { components: [null] },
      { components: [{ components: [{}] }] },
    ]) {
      expect(carriesMark(message, id)).toBe(false);
    }
    expect(carriesMark({ components: [{ id: twin.container, components: [{ id: 1 }] }] }, id)).toBe(false);
    expect(carriesMark({ components: [{ id: 1, components: [{ id: twin.first }] }] }, id)).toBe(false);
  });

  it('has numbers that Discord takes as ids, two different ones', () => {
    fc.assert(
      fc.property(anyId, (some) => {
        const { container, first: one } = deliveryMarkOf(some);
        for (const number of [container, one]) {
          expect(Number.isInteger(number) && number > 40 && number < 2 ** 31).toBe(true);
        }
        expect(container).not.toBe(one);
      }),
    );
    const kept = renderMessage(
      { summary: '', blocks: [{ kind: 'note', inlines: [text('quiet')] }] },
      { deliveryId: id },
    );
    expect(kept.components[0].id).toBe(deliveryMarkOf(id).container);
    expect(discordLimits.actionCharacters).toBeLessThanOrEqual(96);
  });
});
