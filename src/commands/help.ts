import { type Block, code, text } from '../view/view.js';
import type { CommandAnswer, CommandName, CommandSpec, CommandTable } from './command.js';
import { option } from './menu.js';
import { nearest } from './nearest.js';
import { beginningWith } from './offers.js';

/** The topics are handed in: a table that `help` is itself a part of cannot be seen from here. */
export const helpFor = (names: () => readonly CommandName[]): CommandSpec<'help'> => ({
  usage: 'help [command]',
  summary: 'what there is, and how it is written',
  examples: ['help', 'help search'],
  parse: (rest) => {
    const wanted = rest.toLowerCase();
    if (wanted === '') return { kind: 'parsed', command: { kind: 'help', topic: null } };
    const topic = names().find((name) => name === wanted);
    if (topic !== undefined) return { kind: 'parsed', command: { kind: 'help', topic } };
    const meant = nearest(wanted, names());
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    return { kind: 'problem', message: `There is no such command.${hint}`, at: 0, length: rest.length };
  },
  form: () => [option('command', 'the one to tell about; left out, all of them', { values: names() })],
  run: async ({ topic }, { table }) => (topic === null ? overview(table) : helpOn(topic, table)),
  suggest: async (rest) => beginningWith(rest, names()),
});

function overview(table: CommandTable): CommandAnswer {
  const specs = Object.values(table);
  return {
    summary: `Commands: ${Object.keys(table).join(', ')}`,
    blocks: [
      { kind: 'heading', inlines: [text('Commands')] },
      {
        kind: 'facts',
        facts: specs.map(({ usage, brief, summary }) => ({ label: brief ?? usage, value: [text(summary)] })),
      },
      { kind: 'note', inlines: [text('More on one: '), code('help search')] },
    ],
  };
}

function helpOn(topic: CommandName, table: CommandTable): CommandAnswer {
  const { usage, summary, examples, details = [] } = table[topic];
  const facts = details.map(({ label, value }) => ({ label, value: [text(value)] }));
  const blocks: readonly Block[] = [
    { kind: 'heading', inlines: [code(usage)] },
    { kind: 'paragraph', inlines: [text(`${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`)] },
    ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
    {
      kind: 'note',
      inlines: [text('For example: '), ...examples.flatMap((one, index) => [text(index === 0 ? '' : ', '), code(one)])],
    },
  ];
  return { summary: `${usage}: ${summary}`, blocks };
}
