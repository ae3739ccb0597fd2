import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSearch } from '../../../src/search/parse-search.js';
import type { PaperSearch } from '../../../src/search/repository.js';
import { openSearch } from '../../../src/store/search-client.js';
import { key } from '../../contract/store-samples.js';
import { knownPapers, knownQueries, shelveKnown } from './known-shelf.js';
import { builtWorker, openSearchWorld, type SearchWorld, shippedModel } from './search-world.js';

/** Titles of five words, two a topic. They share no word with what is asked, and one with each other's abstracts. */
const titles: Readonly<Record<string, string>> = {
  image: 'Diffusion Synthesis of Photorealistic Scenes',
  image2: 'Latent Diffusion for Text-to-Image',
  speech: 'Acoustic Encoders for Spoken Utterances',
  speech2: 'Phoneme Recognition in Noisy Audio',
  protein: 'Folding of Amino Acid Chains',
  protein2: 'Docking of Ligands to Enzymes',
  robot: 'Grasping and Manipulation by Dexterous Hands',
  robot2: 'Locomotion of Quadruped Legged Machines',
  code: 'Program Repair from Failing Tests',
  code2: 'Compiler Bugs and Their Patches',
  driving: 'Lane Detection for Cars',
  driving2: 'Pedestrian Trajectories at Crossings',
};

const questions: readonly (readonly [string, string])[] = [
  ['study picture creation', 'image'],
  ['study voice transcription', 'speech'],
  ['study drug discovery molecules', 'protein'],
  ['study humanoid robots', 'robot'],
  ['study software engineering', 'code'],
  ['study autonomous vehicles', 'driving'],
];

async function shelveTopics({ shelve }: SearchWorld): Promise<void> {
  for (const [name, title] of Object.entries(titles)) await shelve(name, { title, abstract: 'A study.' });
}

async function keysOf(search: PaperSearch, text: string): Promise<readonly string[]> {
  const parsed = parseSearch(text);
  if (parsed.kind === 'problem') throw new Error(parsed.message);
  return (await search.search(parsed.query)).hits.map(({ paper }) => paper);
}

let world: SearchWorld;
/** The same papers, saved when there was no model. */
let older: SearchWorld;
/** Searches these with the model, which has to make directions as it goes. */
let latecomer: PaperSearch;

beforeAll(async () => {
  world = await openSearchWorld(shippedModel);
  older = await openSearchWorld();
  latecomer = openSearch({ ...older, workerUrl: builtWorker, model: shippedModel });
  for (const one of [world, older]) {
    await shelveTopics(one);
    await shelveKnown(one);
  }
});
afterAll(async () => {
  await latecomer.close();
  await older.close();
  await world.close();
});

describe('the meaning of a query', () => {
  it.each(questions)('ranks papers that have but one of its words, and that one alike: %s', async (text, topic) => {
    const [one = '', two = ''] = (await world.keys(text)).filter((name) => name in titles);
    expect([one, two].toSorted()).toEqual([topic, `${topic}2`]);
  });

  it('is not known without a model: then the paper that came last is first', async () => {
    for (const [text] of questions) {
      expect((await older.keys(text)).filter((name) => name in titles)[0]).toBe('driving2');
    }
  });

  it('finds no paper that has none of the words', async () => {
    expect(await world.keys('humanoids')).toEqual([]);
    expect(await world.keys('vehicles')).toEqual([]);
  });

  it('does not outweigh the words of a title', async () => {
    expect((await world.keys('lane detection'))[0]).toBe('driving');
    expect((await world.keys('speech cafés'))[0]).toBe('speech-rec');
  });
});

describe('directions that are not stored', () => {
  it('are made as they are needed, and rank as those that are', async () => {
    const texts = [...questions.map(([text]) => text), ...knownQueries.map(({ query }) => query)];
    for (const text of texts) expect(await keysOf(latecomer, text), text).toEqual(await world.keys(text));
  });

  it('find the same papers like one of them', async () => {
    for (const { key: name } of knownPapers.slice(0, 20)) {
      expect(await latecomer.similar(name, 5)).toEqual(await world.search.similar(name, 5));
    }
    expect((await latecomer.similar(key('image'), 3))[0]).toBe('image2');
  });
});
