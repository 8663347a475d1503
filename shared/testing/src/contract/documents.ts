import { expect, test } from 'vitest';
import * as z from 'zod';
import { connect } from '../clients/connect.ts';
import type { TestClient } from '../clients/types.ts';
import { createFixture } from './fixture.ts';
import type { ServerContract } from './server-contract.ts';

const Templates = z.looseObject({ resourceTemplates: z.array(z.looseObject({ uriTemplate: z.string() })) });
const Prompts = z.looseObject({ prompts: z.array(z.looseObject({ name: z.string() })) });

/** Resources and prompts, and that flags take them away together with the tools that show the same. */
export function describeDocuments(contract: ServerContract): void {
  const { documents } = contract;

  test('resources and prompts are listed', async () => {
    await using fixture = await createFixture(contract);
    await using client = await connect('v1', { command: fixture.command() });
    expect(await listed(client)).toEqual(Object.keys(documents).toSorted());
  });

  test.each([...new Set(Object.values(documents).flat())])('go with the tool %s', async (tool) => {
    await using fixture = await createFixture(contract);
    const command = fixture.command('--exclude-tools', tool);
    await using client = await connect('v2-modern', { command });
    const gone = Object.keys(documents).filter((name) => documents[name]?.includes(tool));
    expect(await listed(client)).toEqual(
      Object.keys(documents)
        .filter((name) => !gone.includes(name))
        .toSorted(),
    );
    for (const name of gone) await expectRefused(client, name);
  });
}

async function listed(client: TestClient): Promise<readonly string[]> {
  const names: string[] = [];
  if ('resources' in client.capabilities) {
    const { resourceTemplates } = Templates.parse(await client.request('resources/templates/list'));
    names.push(...resourceTemplates.map(({ uriTemplate }) => uriTemplate));
  }
  if ('prompts' in client.capabilities) {
    const { prompts } = Prompts.parse(await client.request('prompts/list'));
    names.push(...prompts.map(({ name }) => name));
  }
  return names.toSorted();
}

/** As if it were not there. */
async function expectRefused(client: TestClient, name: string): Promise<void> {
  const isResource = name.includes('://');
  const ref = isResource ? { type: 'ref/resource', uri: name } : { type: 'ref/prompt', name };
  const argument = { name: 'any', value: '' };
  await expect(client.request('completion/complete', { ref, argument })).rejects.toThrow(/is named/);
  if (isResource) return;
  await expect(client.request('prompts/get', { name })).rejects.toThrow(/Unknown prompt/);
}
