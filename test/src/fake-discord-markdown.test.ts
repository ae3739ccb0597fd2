import { describe, expect, it } from 'vitest';
import { markdownMarkup, noMarkup } from '../fake/discord/markdown.js';
import { mentionsIn } from '../fake/discord/mentions.js';
import { plainText } from '../fake/discord/plain-text.js';

describe("the reader of Discord's markdown", () => {
  it('reads texts as Discord does', () => {
    const content = [
      '# **Papers** <@1> <@&2> <#3> @everyone',
      '- [A *title*](https://arxiv.org/abs/1) <:star:4> <t:5:R> </paper search:6>',
      '> ~~old~~ __new__ ||hidden|| `co*d*e`',
      '-# https://huggingface.co/papers :fire: snake_case_name',
    ].join('\n');
    expect(markdownMarkup(content)).toEqual({
      mentions: ['<@1>', '<@&2>', '<#3>', '@everyone', '</paper search:6>'],
      links: [
        { url: 'https://arxiv.org/abs/1', host: 'arxiv.org', label: 'A title' },
        { url: 'https://huggingface.co/papers', host: 'huggingface.co', label: 'https://huggingface.co/papers' },
      ],
      emphasis: ['Papers', 'title', 'old', 'new'],
      spoilers: ['hidden'],
      code: ['co*d*e'],
      headings: ['Papers <@1> <@&2> <#3> @everyone'],
      subtexts: ['https://huggingface.co/papers :fire: snake_case_name'],
      lists: ['A title <:star:4> <t:5:R> </paper search:6>'],
      quotes: ['old new hidden co*d*e'],
      emoji: ['<:star:4>'],
      shortcodes: [':fire:'],
      timestamps: ['<t:5:R>'],
    });
  });

  it('reads nothing in what is escaped', () => {
    const escaped = String.raw`\# a \*b\* \_c\_ \<@1> \@everyone \[l\]\(https\://x.example\) \~~d\~~ \|\|e\|\| \`f\` \:fire:`;
    expect(markdownMarkup(escaped)).toEqual(noMarkup);
    expect(markdownMarkup(String.raw`\- a`)).toEqual(noMarkup);
  });

  it('reads a whole message: content, embeds and components', () => {
    const link = { type: 2, style: 5, label: 'Read', url: 'https://arxiv.org/abs/2' };
    const message = {
      content: '**Today**',
      embeds: [{ title: 'One', url: 'https://arxiv.org/abs/1', footer: { text: '*footer*' } }],
      components: [
        { type: 9, components: [{ type: 10, content: 'One' }], accessory: link },
        { type: 1, components: [{ type: 3, custom_id: 'pick', options: [{ label: 'Two', value: '2' }] }] },
      ],
    };
    expect(plainText(message)).toBe('Today\nOne\n*footer*\nOne\n[Read]\nTwo');
    expect(mentionsIn(message).links.map(({ url, label }) => [label, url])).toEqual([
      ['One', 'https://arxiv.org/abs/1'],
      ['Read', 'https://arxiv.org/abs/2'],
    ]);
    expect(mentionsIn(message).emphasis).toEqual(['Today']);
  });
});
