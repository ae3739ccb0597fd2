import { code, type Item, link, type MessageView, strong, text } from '../../../src/view/view.js';

const paper = (number: number, title: string, note?: string): Item => ({
  key: `2503.0213${number % 10}`,
  number,
  lines: [
    { role: 'title', inlines: [link(`https://huggingface.co/papers/2503.0213${number % 10}`, [strong(title)])] },
    {
      role: 'facts',
      inlines: [text('Xin Ding, Liang Mi +13 · ▲ 74 · '), link('https://github.com/zeta/zeta', 'code ★ 412')],
    },
    { role: 'body', inlines: [text('A closed-loop harness lets agentic systems learn from their own episodes.')] },
    ...(note === undefined ? [] : [{ role: 'note' as const, inlines: [text(note)] }]),
  ],
});

const titles: readonly string[] = [
  'Zetta ζ: An Efficient Closed-Loop Embodied Harness',
  'Short',
  'Scaling the Horizon, Not the Parameters: Reaching Trillion-Parameter Performance with a 35B Agent That Plans',
  '大規模言語モデルの効率的な事前学習のための二変量スケーリング則：データ混合を簡単にするための新しい枠組みと評価',
  '🔥 Emoji 👩‍👩‍👧‍👦 in titles',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
];

/** The list of a morning: numbers vote. `notes` are tallies by number. */
export const list = (notes: Readonly<Record<number, string>> = {}): MessageView => ({
  summary: 'Daily papers',
  blocks: [
    { kind: 'heading', inlines: [text('Daily papers · Tuesday, 24 November')] },
    { kind: 'note', inlines: [text('10 of 23 new papers, by upvotes. Vote with the numbers.')] },
    {
      kind: 'list',
      voting: 'numbers',
      items: titles.map((title, index) => paper(index + 1, title, notes[index + 1])),
    },
    { kind: 'note', inlines: [text('+13 more: '), code('/paper today')] },
    {
      kind: 'choose',
      label: 'Read an abstract…',
      options: titles.map((title, index) => ({ label: `${index + 1}. ${title}`, action: `show ${index + 1}` })),
    },
  ],
});

/** One paper in a message of its own: thumbs vote. */
export const card = (number: number): MessageView => ({
  summary: `Card ${number}`,
  blocks: [{ kind: 'list', voting: 'thumbs', items: [paper(number, `Card ${number}`)] }],
});

export const header: MessageView = {
  summary: 'Daily papers',
  blocks: [{ kind: 'heading', inlines: [text('Daily papers')] }],
};

/** A page of results with buttons. */
export const answer: MessageView = {
  summary: 'Results',
  blocks: [
    {
      kind: 'list',
      voting: 'none',
      items: [
        {
          number: 1,
          lines: [
            {
              role: 'title',
              inlines: [
                link('https://arxiv.org/abs/2503.02130', [text('Sparse '), strong('Diffusion'), text(' Models')]),
              ],
            },
          ],
        },
      ],
    },
    { kind: 'note', inlines: [text('1-5 of 38')] },
    {
      kind: 'buttons',
      buttons: [
        { label: 'Next', action: 'page 2' },
        { label: 'Share…', action: 'share 1' },
      ],
    },
  ],
};
