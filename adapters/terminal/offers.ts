import type { MessageRef } from '../../src/platform/adapter.js';
import type { MessageView, Option } from '../../src/view/view.js';
import { visibleText } from '../../src/view/visible-text.js';
import { numbersIn } from './rows.js';
import { typedLabel } from './typed-label.js';

interface Offer {
  readonly action: string;
  /** The message that carries it, when it is a post. */
  readonly message: MessageRef | undefined;
}

interface Choice {
  readonly options: readonly Option[];
  readonly numbers: readonly number[];
  readonly message: MessageRef | undefined;
}

/** What can be pressed and chosen now: the buttons and the choices that were shown last. */
export class Offers {
  #buttons: ReadonlyMap<string, Offer> = new Map();
  #choice: Choice | undefined;

  /** Remembers what a view that is being shown offers; a view without buttons leaves the earlier ones. */
  show(view: MessageView, message?: MessageRef): void {
    const buttons = view.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    if (buttons.length > 0) {
      this.#buttons = new Map(
        buttons.map(({ label, action }) => [typedLabel(visibleText(label)), { action, message }]),
      );
    }
    const options = view.blocks.flatMap((block) => (block.kind === 'choose' ? block.options : []));
    if (options.length > 0) this.#choice = { options, numbers: numbersIn(view), message };
  }

  /** What buttons are called when they are typed. */
  get labels(): readonly string[] {
    return [...this.#buttons.keys()];
  }

  /** The button of that label, or the only one whose label begins so. */
  button(label: string): Offer | undefined {
    const begun = [...this.#buttons].filter(([known]) => known.startsWith(label));
    return this.#buttons.get(label) ?? (begun.length === 1 ? begun[0]?.[1] : undefined);
  }

  /** The option for the paper of that number, where the options are the papers shown; else the option in that place. */
  option(number: number): Offer | undefined {
    if (this.#choice === undefined) return undefined;
    const { options, numbers, message } = this.#choice;
    const option = options[numbers.length === options.length ? numbers.indexOf(number) : number - 1];
    return option === undefined ? undefined : { action: option.action, message };
  }

  get hasOptions(): boolean {
    return this.#choice !== undefined;
  }
}
