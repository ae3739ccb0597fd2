import { characters, isObject, type JsonObject } from '../json.js';
import { blockLimits } from './block-limits.js';

/** Collects what is wrong, each with its place, as Slack does. */
export class BlockCheck {
  readonly problems: string[] = [];

  note(at: string, problem: string): void {
    this.problems.push(`${problem} [json-pointer:${at}]`);
  }

  /** Only these properties, and all of the required ones. */
  shape(at: string, value: JsonObject, required: readonly string[], optional: readonly string[] = []): void {
    for (const name of required) if (value[name] === undefined) this.note(at, `missing required field: ${name}`);
    for (const name of Object.keys(value))
      if (name !== 'type' && !required.includes(name) && !optional.includes(name))
        this.note(at, `invalid additional property: ${name}`);
  }

  string(at: string, value: unknown, most: number, least = 1): void {
    if (value === undefined) return;
    if (typeof value !== 'string') {
      this.note(at, 'must be a string');
      return;
    }
    const length = characters(value);
    if (length < least) this.note(at, `must be more than ${least - 1} characters`);
    if (length > most) this.note(at, `must be less than ${most + 1} characters`);
  }

  https(at: string, value: unknown, most: number): void {
    this.string(at, value, most);
    if (typeof value === 'string' && !/^(https?|slack|mailto):/i.test(value)) this.note(at, 'invalid url');
  }

  list(at: string, value: unknown, most: number, least = 1): readonly JsonObject[] {
    if (!Array.isArray(value)) {
      this.note(at, 'must be an array');
      return [];
    }
    const items: readonly unknown[] = value;
    if (items.length < least) this.note(at, `no fewer than ${least} items allowed`);
    if (items.length > most) this.note(at, `no more than ${most} items allowed`);
    const objects = items.filter(isObject);
    if (objects.length < items.length) this.note(at, 'must be objects');
    return objects;
  }

  /** A text object. */
  text(at: string, value: unknown, most: number, types: readonly string[] = ['plain_text']): void {
    if (value === undefined) return;
    if (!isObject(value)) {
      this.note(at, 'must be a text object');
      return;
    }
    if (!types.includes(String(value.type))) this.note(at, `must be ${types.join(' or ')}`);
    this.shape(at, value, ['text'], value.type === 'mrkdwn' ? ['verbatim'] : ['emoji']);
    this.string(`${at}/text`, value.text, Math.min(most, blockLimits.text));
  }

  confirm(at: string, value: unknown): void {
    if (value === undefined) return;
    if (!isObject(value)) {
      this.note(at, 'must be an object');
      return;
    }
    this.shape(at, value, ['title', 'text', 'confirm', 'deny'], ['style']);
    this.text(`${at}/title`, value.title, blockLimits.confirm.title);
    this.text(`${at}/text`, value.text, blockLimits.confirm.text, ['plain_text', 'mrkdwn']);
    this.text(`${at}/confirm`, value.confirm, blockLimits.confirm.button);
    this.text(`${at}/deny`, value.deny, blockLimits.confirm.button);
  }

  /** The same id twice among these. */
  unique(at: string, ids: readonly unknown[], name: string): void {
    const given = ids.filter((id) => id !== undefined);
    if (new Set(given).size < given.length) this.note(at, `${name} already exists`);
  }
}
