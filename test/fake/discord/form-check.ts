import { characters, isObject, type JsonObject } from '../json.js';
import { Refusal } from './refusal.js';

export type Path = readonly (string | number)[];

interface Problem {
  readonly path: Path;
  readonly code: string;
  readonly message: string;
}

/** Collects what is wrong with a body, each with its place, and refuses it as Discord does: 50035 with nested errors. */
export class FormCheck {
  readonly #problems: Problem[] = [];

  note(path: Path, code: string, message: string): void {
    this.#problems.push({ path, code, message });
  }

  required(path: Path): void {
    this.note(path, 'BASE_TYPE_REQUIRED', 'This field is required');
  }

  /** Undefined and null are nothing to hold against it; a missing one is for `required`. */
  string(path: Path, value: unknown, most: number, least = 0): void {
    if (value === undefined || value === null) return;
    if (typeof value !== 'string') {
      this.note(path, 'STRING_TYPE_CONVERT', 'Could not interpret as string.');
      return;
    }
    const length = characters(value);
    if (length < least || length > most) this.#length(path, length, most, least);
  }

  #length(path: Path, length: number, most: number, least: number): void {
    if (least > 0) this.note(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
    else if (length > most) this.note(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
  }

  text(path: Path, value: unknown, most: number): void {
    if (value === undefined || value === null || value === '') {
      this.required(path);
      return;
    }
    this.string(path, value, most, 1);
  }

  integer(path: Path, value: unknown, least: number, most: number): void {
    if (value === undefined || value === null) return;
    if (!Number.isSafeInteger(value)) {
      this.note(path, 'NUMBER_TYPE_COERCE', `Value "${value}" is not int.`);
      return;
    }
    if (Number(value) < least)
      this.note(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${least}.`);
    if (Number(value) > most) this.note(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${most}.`);
  }

  boolean(path: Path, value: unknown): void {
    if (value !== undefined && value !== null && typeof value !== 'boolean')
      this.note(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
  }

  oneOf(path: Path, value: unknown, choices: readonly unknown[]): void {
    if (value !== undefined && value !== null && !choices.includes(value))
      this.note(path, 'BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);
  }

  url(path: Path, value: unknown, most: number, schemes: readonly string[] = ['http:', 'https:']): void {
    if (value === undefined || value === null) return;
    this.string(path, value, most);
    if (typeof value !== 'string') return;
    const scheme = URL.canParse(value) ? new URL(value).protocol : undefined;
    if (scheme === undefined) this.note(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    else if (!schemes.includes(scheme))
      this.note(
        path,
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${schemes}).`,
      );
  }

  snowflake(path: Path, value: unknown): void {
    if (typeof value !== 'string' || !/^\d{1,20}$/.test(value))
      this.note(path, 'NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`);
  }

  /** The objects of a list, each with its place. */
  list(path: Path, value: unknown, most: number, least = 0): readonly (readonly [Path, JsonObject])[] {
    if (value === undefined || value === null) {
      if (least > 0) this.required(path);
      return [];
    }
    if (!Array.isArray(value)) {
      this.note(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return [];
    }
    const items: readonly unknown[] = value;
    if (items.length < least || items.length > most)
      this.note(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
    return items.flatMap((item, index): [Path, JsonObject][] => {
      if (isObject(item)) return [[[...path, index], item]];
      this.note([...path, index], 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return [];
    });
  }

  get hasProblems(): boolean {
    return this.#problems.length > 0;
  }

  /** Throws a Refusal when anything was noted. */
  done(): void {
    if (!this.hasProblems) return;
    const errors = {};
    for (const problem of this.#problems) place(errors, problem);
    throw new Refusal(400, 50035, 'Invalid Form Body', errors);
  }
}

function place(root: Record<string, unknown>, { path, code, message }: Problem): void {
  let at = root;
  for (const key of path) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  at._errors = [...((at._errors as unknown[] | undefined) ?? []), { code, message }];
}
