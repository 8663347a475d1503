import { readdir, readFile } from 'node:fs/promises';
import { answerForms, readDescription } from '@portolan/doubles/github';
import { expect, it } from 'vitest';

const source = new URL('../src/', import.meta.url);

/** Every line that the source asks GitHub, as `GET /repos/{owner}/{repo}`. */
async function lines(): Promise<readonly string[]> {
  const files = (await readdir(source, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, source), 'utf8')));
  const found = texts.flatMap(
    (text) => text.match(/(?<=')(?:GET|POST|PUT|PATCH|DELETE) \/[^']*(?=')/g) ?? [],
  );
  return [...new Set(found)].toSorted();
}

it('has the forms of answers as GitHub describes them', async () => {
  const forms = answerForms(readDescription(), await lines());
  expect(Object.keys(forms.routes).length).toBeGreaterThan(80);
  await expect(`${JSON.stringify(forms, null, 2)}\n`).toMatchFileSnapshot('../src/answers/forms.json');
});
