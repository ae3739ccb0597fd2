import { describe, expect, it } from 'vitest';
import { authorsCalled } from '../../../src/search/author-name.js';

const authors = [
  'Yann A. LeCun',
  'Klaus-Robert Müller',
  'Ingmar Schröder',
  "Tim O'Brien",
  'Aäron van den Oord',
  'Ashish Vaswani',
  'Michal Valko',
  'Wei Xu',
  'Jaehoon Lee',
  '李飞飞',
  'Søren Kierkegaard',
];

describe('somebody is called', () => {
  it.each([
    ['lecun', ['Yann A. LeCun']],
    ['LeCun, Yann', ['Yann A. LeCun']],
    ['Y. LeCun', ['Yann A. LeCun']],
    ['Y LeCun', ['Yann A. LeCun']],
    ['müller', ['Klaus-Robert Müller']],
    ['Mueller', ['Klaus-Robert Müller']],
    ['muller', ['Klaus-Robert Müller']],
    ['klaus-robert', ['Klaus-Robert Müller']],
    ['robert klaus', ['Klaus-Robert Müller']],
    ['Schroeder', ['Ingmar Schröder']],
    ["O'Brien", ["Tim O'Brien"]],
    ['O\u2019Brien', ["Tim O'Brien"]],
    ['obrien', ["Tim O'Brien"]],
    ['van den Oord', ['Aäron van den Oord']],
    ['oord', ['Aäron van den Oord']],
    ['Aaron', ['Aäron van den Oord']],
    ['vasw', ['Ashish Vaswani']],
    ['a. vaswani', ['Ashish Vaswani']],
    ['va', []],
    ['Michael', []],
    ['Xue', []],
    ['Jaehoon', ['Jaehoon Lee']],
    ['李飞飞', ['李飞飞']],
    ['李', ['李飞飞']],
    ['飞李', []],
    ['Soeren', ['Søren Kierkegaard']],
  ])('%s', (name, called) => {
    expect(authorsCalled(name, authors)).toEqual(called);
  });
});
