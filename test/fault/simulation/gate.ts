const peaceRounds = 6;
/** A program that works on and on without time passing is in a storm. */
const mostRounds = 20_000;

/** How the simulation knows that nothing goes on any more: every call of a port counts. */
export class Activity {
  #calls = 0;

  note(): void {
    this.#calls += 1;
  }

  /** Lets promises run until no port was called for a while. */
  readonly rest = async (): Promise<void> => {
    let peace = 0;
    for (let round = 0; peace < peaceRounds; round += 1) {
      if (round > mostRounds) throw new Error('The program does not come to rest although no time passes.');
      const before = this.#calls;
      await new Promise((resolve) => setImmediate(resolve));
      peace = this.#calls === before ? peace + 1 : 0;
    }
  };
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * What stands between one process and the world: every call passes it before and after. At one of these boundaries the process can
 * die; from then on nothing it asks is answered, and nothing it was told arrives.
 */
export class Gate {
  /** Resolves when the process is dead. */
  readonly died: Promise<void>;
  readonly #activity: Activity;
  readonly #told: (line: string) => void;
  readonly #onDeath: () => void;
  #isDead = false;
  #left = Number.POSITIVE_INFINITY;
  #tellDeath = (): void => undefined;

  constructor(activity: Activity, told: (line: string) => void, onDeath: () => void) {
    this.#activity = activity;
    this.#told = told;
    this.#onDeath = onDeath;
    this.died = new Promise((resolve) => {
      this.#tellDeath = resolve;
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get isArmed(): boolean {
    return this.#left !== Number.POSITIVE_INFINITY;
  }

  /** The process dies at the n-th boundary from now. */
  arm(boundaries: number): void {
    this.#left = boundaries;
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#onDeath();
    this.#tellDeath();
  }

  async pass<T>(name: string, call: () => Promise<T> | T): Promise<T> {
    this.#activity.note();
    if (this.#isOver(`${name} …`)) return never();
    try {
      const answer = await call();
      return this.#isOver(name) ? never() : answer;
    } catch (thrown) {
      if (this.#isOver(`${name} !`)) return never();
      throw thrown;
    }
  }

  /** Every function of the port passes the gate. */
  around<Port extends object>(name: string, port: Port): Port {
    return new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        return (...given: readonly unknown[]) =>
          this.pass(`${name}.${String(key)}`, () => Reflect.apply(member, target, given));
      },
    });
  }

  #isOver(where: string): boolean {
    this.#activity.note();
    if (this.#isDead) return true;
    this.#left -= 1;
    if (this.#left > 0) return false;
    this.#told(`crash at ${where}`);
    this.die();
    return true;
  }
}
