import { Command, CommanderError, Option } from 'commander';
import { nearest } from '../commands/nearest.js';
import { parseIsoDate } from '../kernel/dates.js';
import { BroadsheetError, exitCodes } from '../kernel/errors.js';
import { visibleText } from '../view/visible-text.js';
import type { Runtime } from './runtime.js';

/** Runs one command line and says with which code the process is to end. Rejects with a BroadsheetError otherwise. */
export async function runCommandLine(words: readonly string[], runtime: Runtime): Promise<number> {
  let exitCode = 0;
  const program = describeProgram(runtime, (code) => {
    exitCode = code;
  });
  refuseUnknown(words, program);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : exitCodes.usage;
    throw thrown;
  }
}

type Done = (exitCode: number) => void;

function describeProgram(runtime: Runtime, done: Done): Command {
  const { errors } = runtime;
  const { output } = runtime.streams;
  const program = new Command('broadsheet')
    .description("Brings the day's research papers into a team's channel, searches them and counts the team's votes.")
    .version(runtime.version, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.write(text), writeErr: (text) => errors.write(text) })
    .showHelpAfterError('Run broadsheet --help for the right form.')
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .addHelpText('after', environmentHelp);
  describeEditions(program, runtime, done);
  describePapers(program, runtime, done);
  describeConnecting(program, runtime, done);
  for (const command of program.commands) command.version(runtime.version, '-V, --version');
  return program;
}

/** Words that follow no command would else be taken for those of `start`, which is the default. */
function refuseUnknown(words: readonly string[], { commands }: Command): void {
  const [first = ''] = words;
  const names = [...commands.map((command) => command.name()), 'help'];
  if (first === '' || first.startsWith('-') || names.includes(first)) return;
  const word = visibleText(first).slice(0, 40);
  const meant = nearest(word, names);
  throw new BroadsheetError(
    'usage',
    `There is no command ${word}; use one of ${names.join(', ')}.`,
    meant === undefined ? 'broadsheet --help says what they do.' : `Did you mean broadsheet ${meant}?`,
  );
}

function describeEditions(program: Command, runtime: Runtime, done: Done): void {
  program
    .command('start', { isDefault: true })
    .description('run the bot: the morning edition, commands and votes (the default)')
    .action(async () => done(await (await import('./start.js')).start(runtime)));

  program
    .command('post')
    .description('post the edition of a date now, as the clock would have done')
    .option('--date <YYYY-MM-DD>', "the edition's local date; today when left out")
    .option('--channel <channel>', 'only this channel, such as terminal or slack:T0123/C0456')
    .addOption(new Option('--dry-run', 'show what would be posted and change nothing').default(false))
    .action(async (options: { date?: string; channel?: string; dryRun: boolean }) => {
      const date = options.date === undefined ? null : dateOption(options.date);
      const { post } = await import('./post.js');
      done(await post(runtime, { date, channel: options.channel ?? null, dryRun: options.dryRun }));
    });
}

function describePapers(program: Command, runtime: Runtime, done: Done): void {
  const answered = async (command: string, words: readonly string[]): Promise<number> =>
    (await import('./search.js')).ask(runtime, `${command} ${words.join(' ')}`);

  program
    .command('search')
    .description('search the stored papers; works beside a running bot')
    .argument('[words...]', 'words, "phrases", -exclusions and filters, as in /paper search')
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (query: string[]) => done(await answered('search', query)));

  program
    .command('similar')
    .description('list the stored papers that are nearest to one of them; works beside a running bot')
    .argument('[paper...]', 'its id or its address, and page:2 for the next ones')
    .action(async (paper: string[]) => done(await answered('similar', paper)));

  program
    .command('import')
    .description('read papers from files into the store: a Hugging Face payload (JSON) or JSON lines, plain or .gz')
    .argument('<file...>', 'files to read')
    .addHelpText('after', importHelp)
    .action(async (files: string[]) => done(await (await import('./import-files.js')).importFiles(runtime, files)));

  describeTraining(program, runtime, done);

  program
    .command('backup')
    .description('copy the database to a file; works beside a running bot')
    .argument('<file>', 'the file to write')
    .action(async (file: string) => done(await (await import('./backup.js')).backup(runtime, file)));

  program
    .command('restore')
    .description('put a backup in the place of the database; the bot must not run meanwhile')
    .argument('<file>', 'the backup')
    .action(async (file: string) => done(await (await import('./restore.js')).restore(runtime, file)));
}

interface TrainOptions {
  readonly archive?: readonly string[];
  readonly out?: string;
  readonly seed: string;
  readonly shipped?: boolean;
}

function describeTraining(program: Command, runtime: Runtime, done: Done): void {
  const shipped = new Option('--shipped', 'go back to the model that ships with the program');
  program
    .command('train')
    .description(
      'learn from papers which words mean something alike, and search by that; the bot must not run meanwhile',
    )
    .option('--archive <file...>', 'files to read papers from, as for import; the stored papers when left out')
    .option('--out <file>', 'only write the model to this file; works beside a running bot')
    .option('--seed <number>', 'what chance begins with: the same papers and seed make the same model', '1')
    .addOption(shipped.conflicts(['archive', 'out', 'seed']))
    .addHelpText('after', trainHelp)
    .action(async (options: TrainOptions) => {
      const { retrain, returnToShipped } = await import('./retrain.js');
      if (options.shipped === true) return done(await returnToShipped(runtime));
      const lesson = { archives: options.archive ?? [], seed: seedOption(options.seed) };
      if (options.out === undefined) return done(await retrain(runtime, lesson));
      done(await (await import('./train-to-file.js')).trainToFile(runtime, lesson, options.out));
    });
}

function describeConnecting(program: Command, runtime: Runtime, done: Done): void {
  program
    .command('setup')
    .description('say how to connect a platform, and try the tokens that are set')
    .argument('[platform]', 'slack or discord')
    .option('--url <address>', 'Slack by HTTP: where it reaches the bot, such as https://papers.example.com')
    .action(async (platform: string | undefined, { url }: { url?: string }) => {
      done(await (await import('./setup.js')).setUp(runtime, platform ?? null, { url: url ?? null }));
    });

  program
    .command('rotate-keys')
    .description('encrypt stored tokens anew under BROADSHEET_SECRET_KEY; the bot must not run meanwhile')
    .action(async () => done(await (await import('./rotate-keys.js')).rotateKeys(runtime)));
}

function dateOption(text: string) {
  const date = parseIsoDate(text);
  if (date !== undefined) return date;
  throw new BroadsheetError(
    'usage',
    `--date takes a date that exists, written YYYY-MM-DD, not "${text}".`,
    'For example: broadsheet post --date 2026-08-20',
  );
}

const largestSeed = 2 ** 32 - 1;

function seedOption(text: string): number {
  const seed = Number(text);
  if (/^\d{1,10}$/.test(text) && seed <= largestSeed) return seed;
  throw new BroadsheetError(
    'usage',
    `--seed takes a whole number from 0 to ${largestSeed}, not "${visibleText(text).slice(0, 40)}".`,
    'For example: broadsheet train --seed 1',
  );
}

const importHelp = `
What cannot be used is left out, and the report names it with the reason. Importing a file again changes nothing.

Exit codes: 0 when every file was read to its end, though single papers in it may have been left out; 65 when a file could not
be used or breaks off (the others are imported all the same); 73, 75 and 78 as everywhere.`;

const trainHelp = `
Takes minutes and at least 200 papers with a title and an abstract. The database is held from the beginning to the end, so that nothing
comes in between: stop the bot first (75 otherwise); search works all the while. The new model and what it makes of every stored paper
take the place of the old ones in one step; Ctrl-C before that leaves everything as it was (130). A trained model stays when the program is
updated, until another one is trained or --shipped goes back.`;

const environmentHelp = `
Environment:
  BROADSHEET_CONFIG   the configuration file (YAML); without it everything has a default
  BROADSHEET_HOME     the data folder (default ./data)
  SLACK_BOT_TOKEN, SLACK_APP_TOKEN, …   connect Slack; broadsheet setup slack explains them
  DISCORD_TOKEN                         connects Discord; broadsheet setup discord explains it
  BROADSHEET_SECRET_KEY                 what stored tokens are encrypted under
  BROADSHEET_EMBEDDINGS_KEY             the key for the address of a model (search: embeddings: in the file)
  HF_API_URL          where the Hugging Face list is read (default https://huggingface.co)
  LOG_LEVEL           silent, error, warn, info or debug

Exit codes: 0 fine, 64 wrong usage, 65 bad input data, 69 a service cannot be reached, 73 cannot write,
75 another process holds the database, 78 bad configuration.`;
