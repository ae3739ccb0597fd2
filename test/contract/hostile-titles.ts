/** What people have written into titles to make a bot mention, link, format or command something. */
const tricks: readonly string[] = [
  '<!channel>',
  '<!here|here>',
  '<@U012AB3CD>',
  '<@!81384788765712384>',
  '<@&165511591545143296>',
  '<#C024BE7LR>',
  '<!subteam^SAZ94GDB8>',
  '&lt;!everyone&gt;',
  '@everyone',
  '@here',
  '</start:123456789>',
  '<https://evil.example|arXiv>',
  '[arXiv](https://evil.example)',
  '**bold** __under__ ~~struck~~ ||hidden||',
  '*bold* _italic_ ~struck~ `code`',
  '```\nblock\n```',
  '# Heading\n> quote\n- item',
  '\u001b[31mred\u001b[0m \u001b[2J\u001b[H',
  '\u001b]8;;https://evil.example\u001b\\arXiv\u001b]8;;\u001b\\',
  '\u001b]0;window\u0007 \u001b]52;c;Zm9v\u0007',
  '\u009b31m \u009d8;;https://evil.example\u009c',
  '\r\n\b\u007f\u0000\u0007overwritten',
  '\u202eevil\u202c \u2066turned\u2069 \u200bzero\u200f',
  ':thumbsup: <:custom:123456789012345678> <a:spin:123456789012345678>',
  '<t:1543392060:R> \u{E0041}\u{E007F}',
];

const frames: readonly ((trick: string) => string)[] = [
  (trick) => trick,
  (trick) => `A Study of ${trick}`,
  (trick) => `${trick}: a Study`,
  (trick) => `\\${trick}`,
  (trick) => `\`${trick}\``,
  (trick) => `*${trick}*`,
  (trick) => `(${trick})`,
  (trick) => trick.split('').join('\u200b'),
];

/** Two hundred titles from outside that must stay text. */
export const hostileTitles: readonly string[] = frames.flatMap((frame) => tricks.map(frame));
