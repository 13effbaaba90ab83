import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';

const FOLDER = new URL('../../messages/', import.meta.url);

const NAMES = ['app.name', 'channels.types.webhook', 'channels.types.slack', 'members.emailPlaceholder'];

type Texts = { readonly [key: string]: string | Texts };

/** All texts of a language, by their whole keys. */
function textsOf(language: string): ReadonlyMap<string, string> {
  const files = readdirSync(new URL(`${language}/`, FOLDER)).filter((file) => file.endsWith('.json'));
  const leaves = (prefix: string, texts: Texts): [string, string][] =>
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === 'string' ? [[`${prefix}.${key}`, text]] : leaves(`${prefix}.${key}`, text),
    );
  return new Map(
    files.flatMap((file) =>
      leaves(
        file.replace('.json', ''),
        JSON.parse(readFileSync(new URL(`${language}/${file}`, FOLDER), 'utf8')) as Texts,
      ),
    ),
  );
}

/** The names of what is put into a text. */
const argumentsOf = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name))].sort();

const [en, ja] = [textsOf('en'), textsOf('ja')];

describe('The texts of the front end', () => {
  it('are the same in both languages', () => {
    expect(en.size).toBeGreaterThan(300);
    expect([...ja.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('are filled in with values that are given', () => {
    const [given, asked] = [en, ja].map(
      (texts) => new Map([...texts].map(([key, text]) => [key, argumentsOf(text)])),
    );
    const missing = [...(asked ?? [])].filter(([key, names]) =>
      names.some((name) => !given?.get(key)?.includes(name)),
    );
    expect(missing).toEqual([]);
  });

  it('are translated, but for names', () => {
    const same = [...en].filter(([key, text]) => /[a-z]{3}/i.test(text) && ja.get(key) === text);
    expect(same.map(([key]) => key)).toEqual(NAMES);
  });
});
