import { characters, isObject, type JsonObject, objectsIn } from '../json.js';
import { BlockCheck } from './block-check.js';
import { checkElement, checkElements, places } from './block-elements.js';
import { blockLimits } from './block-limits.js';
import { slackLimits } from './limits.js';
import { Refusal } from './refusal.js';
import { checkRichText } from './rich-text.js';

type BlockRule = (check: BlockCheck, at: string, block: JsonObject) => void;

const anyText = ['plain_text', 'mrkdwn'];

const section: BlockRule = (check, at, block) => {
  check.shape(at, block, [], ['block_id', 'text', 'fields', 'accessory', 'expand']);
  if (block.text === undefined && block.fields === undefined) check.note(at, 'missing required field: text or fields');
  check.text(`${at}/text`, block.text, blockLimits.section.text, anyText);
  if (block.fields !== undefined)
    check.list(`${at}/fields`, block.fields, blockLimits.section.fields).forEach((field, index) => {
      check.text(`${at}/fields/${index}`, field, blockLimits.section.field, anyText);
    });
  if (block.accessory !== undefined) checkElement(check, `${at}/accessory`, block.accessory, places.accessory);
};

const elements =
  (most: number, allowed: readonly string[]): BlockRule =>
  (check, at, block) => {
    check.shape(at, block, ['elements'], ['block_id']);
    checkElements(check, `${at}/elements`, block.elements, most, allowed);
  };

const image: BlockRule = (check, at, block) => {
  check.shape(at, block, ['alt_text'], ['block_id', 'image_url', 'slack_file', 'title']);
  check.https(`${at}/image_url`, block.image_url, blockLimits.image.url);
  check.string(`${at}/alt_text`, block.alt_text, blockLimits.image.alt);
  check.text(`${at}/title`, block.title, blockLimits.image.title);
};

const input: BlockRule = (check, at, block) => {
  check.shape(at, block, ['label', 'element'], ['block_id', 'hint', 'optional', 'dispatch_action']);
  check.text(`${at}/label`, block.label, blockLimits.input.label);
  check.text(`${at}/hint`, block.hint, blockLimits.input.hint);
  checkElement(check, `${at}/element`, block.element, places.input);
};

const card: BlockRule = (check, at, block) => {
  const optional = ['hero_image', 'icon', 'title', 'subtitle', 'body', 'actions', 'subtext'];
  check.shape(at, block, [], ['block_id', ...optional]);
  for (const name of ['title', 'subtitle', 'body', 'subtext'] as const)
    check.text(`${at}/${name}`, block[name], blockLimits.card[name], anyText);
  if (block.actions !== undefined)
    checkElements(check, `${at}/actions`, block.actions, blockLimits.card.actions, ['button']);
};

const table =
  (limits: { readonly rows: number; readonly cells: number }, optional: readonly string[]): BlockRule =>
  (check, at, block) => {
    check.shape(at, block, ['rows'], ['block_id', ...optional]);
    const rows: readonly unknown[] = Array.isArray(block.rows) ? block.rows : [];
    if (rows.length < 1 || rows.length > limits.rows) check.note(`${at}/rows`, `1 to ${limits.rows} rows`);
    rows.forEach((row, index) => {
      check.list(`${at}/rows/${index}`, row, limits.cells);
    });
  };

const container: BlockRule = (check, at, block) => {
  const optional = ['title', 'rich_text_title', 'subtitle', 'width', 'icon', 'is_collapsible', 'default_collapsed'];
  check.shape(at, block, ['child_blocks'], ['block_id', 'has_header_divider', ...optional]);
  check.text(`${at}/title`, block.title, blockLimits.container.title);
  check.text(`${at}/subtitle`, block.subtitle, blockLimits.container.subtitle, anyText);
  check.list(`${at}/child_blocks`, block.child_blocks, blockLimits.container.children).forEach((child, index) => {
    checkBlock(check, `${at}/child_blocks/${index}`, child, containable);
  });
};

const rules: Readonly<Record<string, BlockRule>> = {
  section,
  image,
  input,
  card,
  container,
  rich_text: checkRichText,
  divider: (check, at, block) => check.shape(at, block, [], ['block_id']),
  header: (check, at, block) => {
    check.shape(at, block, ['text'], ['block_id', 'level']);
    check.text(`${at}/text`, block.text, blockLimits.header);
  },
  context: elements(blockLimits.context, places.context),
  actions: elements(blockLimits.actions, places.actions),
  context_actions: elements(blockLimits.contextActions, places.contextActions),
  markdown: (check, at, block) => {
    check.shape(at, block, ['text'], ['block_id']);
    check.string(`${at}/text`, block.text, blockLimits.markdown);
  },
  alert: (check, at, block) => {
    check.shape(at, block, ['text'], ['block_id', 'level']);
    check.text(`${at}/text`, block.text, blockLimits.alert, anyText);
  },
  carousel: (check, at, block) => {
    check.shape(at, block, ['elements'], ['block_id']);
    check.list(`${at}/elements`, block.elements, blockLimits.carousel).forEach((one, index) => {
      checkBlock(check, `${at}/elements/${index}`, one, ['card']);
    });
  },
  table: table(blockLimits.table, ['column_settings']),
  data_table: table(blockLimits.dataTable, ['caption', 'page_size', 'row_header_column_index']),
  video: (check, at, block) => {
    check.string(`${at}/alt_text`, block.alt_text, blockLimits.video.alt);
    check.text(`${at}/title`, block.title, blockLimits.video.title);
  },
};

const containable = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

/** Views take only these; the newer blocks are for messages. */
const inViews = ['actions', 'context', 'divider', 'header', 'image', 'input', 'rich_text', 'section', 'video'];

function checkBlock(check: BlockCheck, at: string, block: JsonObject, allowed: readonly string[]): void {
  const type = String(block.type);
  const rule = rules[type];
  if (rule === undefined || !allowed.includes(type)) {
    check.note(at, `unsupported type: ${type}`);
    return;
  }
  check.string(`${at}/block_id`, block.block_id, blockLimits.blockId);
  rule(check, at, block);
}

/** All text in a value, however deep: what counts towards a message's size. */
function textSize(value: unknown): number {
  if (Array.isArray(value)) return (value as readonly unknown[]).reduce<number>((sum, one) => sum + textSize(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) =>
      sum + (typeof inner === 'string' ? (name === 'text' ? characters(inner) : 0) : textSize(inner)),
    0,
  );
}

function checked(value: unknown, at: string, most: number, allowed: readonly string[]): readonly JsonObject[] {
  const check = new BlockCheck();
  const blocks = check.list(at, value, most, 0);
  blocks.forEach((block, index) => {
    checkBlock(check, `${at}/${index}`, block, allowed);
  });
  check.unique(
    at,
    blocks.map((block) => block.block_id),
    'block_id',
  );
  if (check.problems.length > 0) {
    const messages = check.problems.map((problem) => `[ERROR] ${problem}`);
    throw new Refusal(at === '/blocks' ? 'invalid_blocks' : 'invalid_arguments', {
      errors: check.problems,
      response_metadata: { messages },
    });
  }
  return blocks;
}

let lastId = 0;

/** Slack names what the app left unnamed, so that a press can tell where it came from. */
function named(block: JsonObject): JsonObject {
  const id = (): string => `b${(lastId++).toString(36)}`;
  const withAction = (element: JsonObject): JsonObject =>
    element.type === 'image' || element.type === 'mrkdwn' || element.type === 'plain_text'
      ? element
      : { ...element, action_id: element.action_id ?? id() };
  return {
    ...block,
    block_id: block.block_id ?? id(),
    ...(block.type === 'actions' && { elements: objectsIn(block.elements).map(withAction) }),
    ...(isObject(block.accessory) && { accessory: withAction(block.accessory) }),
  };
}

/** The blocks of a message, with the ids Slack adds. Throws a Refusal: invalid_blocks_format, invalid_blocks, msg_blocks_too_long. */
export function messageBlocks(value: unknown): readonly JsonObject[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Refusal('invalid_blocks_format');
  const blocks = checked(value, '/blocks', slackLimits.messageBlocks, Object.keys(rules));
  if (textSize(blocks) > slackLimits.messageBlockCharacters) throw new Refusal('msg_blocks_too_long');
  return blocks.map(named);
}

/** A view, held against what Slack takes as Home or as a modal, with the ids Slack adds. Throws a Refusal. */
export function checkedView(value: unknown, type: 'home' | 'modal'): JsonObject {
  const check = new BlockCheck();
  if (!isObject(value)) throw new Refusal('invalid_arguments', { response_metadata: { messages: ['[ERROR] view'] } });
  if (value.type !== type) check.note('/view/type', `must be ${type}`);
  const optional = ['private_metadata', 'callback_id', 'external_id'];
  const modal = ['close', 'submit', 'clear_on_close', 'notify_on_close', 'submit_disabled'];
  check.shape('/view', value, type === 'modal' ? ['blocks', 'title'] : ['blocks'], [...optional, ...modal]);
  check.string('/view/private_metadata', value.private_metadata, blockLimits.view.metadata, 0);
  check.string('/view/callback_id', value.callback_id, blockLimits.view.callback, 0);
  for (const name of ['title', 'close', 'submit'])
    check.text(`/view/${name}`, value[name], blockLimits.view.title, ['plain_text']);
  if (check.problems.length > 0)
    throw new Refusal('invalid_arguments', {
      response_metadata: { messages: check.problems.map((problem) => `[ERROR] ${problem}`) },
    });
  return { ...value, blocks: checked(value.blocks, '/view/blocks', slackLimits.viewBlocks, inViews).map(named) };
}
