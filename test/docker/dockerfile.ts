/** One instruction with its options (`--from=build`) and what follows them. */
export interface Instruction {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

function instructionOf(line: string): Instruction {
  const [, name = '', flags = '', text = ''] = /^(\w+)\s+((?:--\S+\s+)*)(.*)$/s.exec(line) ?? [];
  const options = [...flags.matchAll(/--([\w-]+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value]);
  return { name: name.toUpperCase(), options: Object.fromEntries(options), text: text.trim() };
}

/** The instructions of a Dockerfile: comments dropped, continued lines joined. */
const instructions = (text: string): readonly Instruction[] =>
  text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(instructionOf);

/** Values of the ARGs that stand before the first stage: the only ones that FROM can use. */
const globalArguments = (all: readonly Instruction[]): ReadonlyMap<string, string> =>
  new Map(
    all
      .slice(
        0,
        all.findIndex(({ name }) => name === 'FROM'),
      )
      .map(({ text }) => [text.split('=')[0] ?? '', text.split('=')[1] ?? '']),
  );

/** The stages of a Dockerfile, in order, with the arguments filled in to the names of their images. */
export function stagesOf(text: string): readonly Stage[] {
  const all = instructions(text);
  const values = globalArguments(all);
  const starts = all.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, position) => {
    const [image = '', , name] = all[start]?.text.split(/\s+/) ?? [];
    return {
      image: image.replace(/\$\{(\w+)\}/g, (_, key: string) => values.get(key) ?? ''),
      name,
      instructions: all.slice(start + 1, starts[position + 1]),
    };
  });
}
