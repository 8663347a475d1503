import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { expectCount } from '../expect-count.ts';
import { interleave } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { runCommand } from '../stdio/command.ts';
import { type ServerProcess, startServer } from '../stdio/server-process.ts';
import { createContenders } from './contenders.ts';
import { makeTree, NEEDLE, TREE_NEEDLES } from './fixtures.ts';
import { requireRipgrep } from './require-ripgrep.ts';

const REGEX = `${NEEDLE} [0-9]+`;
const SHOUTED = NEEDLE.toUpperCase();

export async function content({ quick, folder, say }: Plan): Promise<Section> {
  await requireRipgrep(say);
  const tree = join(folder, 'tree');
  if (!existsSync(tree)) makeTree(tree);
  const { ours } = createContenders(folder);
  // More calls in a minute than the default limit lets a client make.
  const plain = ours(tree, '--rate-limit', 'off');
  const nothing = join(folder, 'empty-path');
  mkdirSync(nothing, { recursive: true });
  const withRg = startServer(plain);
  const without = startServer({ ...plain, env: { ...plain.env, PATH: nothing } });
  try {
    for (const server of [withRg, without]) {
      await server.initialize();
      await server.call('list_allowed_directories', {});
    }
    const rg = ['--no-ignore', '--hidden', '--line-number', '--no-heading'];
    const of = await interleave(quick ? 3 : 21, {
      'grep -r': async () => ({
        literal: await floor('grep', ['-rnF', NEEDLE, tree]),
        regex: await floor('grep', ['-rnE', REGEX, tree]),
        anyCase: await floor('grep', ['-rniF', SHOUTED, tree]),
      }),
      'portolan without rg': () => each(without, tree),
      rg: async () => ({
        literal: await floor('rg', [...rg, '--fixed-strings', NEEDLE, tree]),
        regex: await floor('rg', [...rg, REGEX, tree]),
        anyCase: await floor('rg', [...rg, '--ignore-case', '--fixed-strings', SHOUTED, tree]),
      }),
      portolan: () => each(withRg, tree),
    });
    const goals = [
      { of: 'portolan without rg', to: 'grep -r', atMost: 1.5 },
      { of: 'portolan', to: 'rg', equal: true } as const,
    ];
    return {
      title: 'Content search over 50,000 files',
      method: `\`search_content\` for a text that ${TREE_NEEDLES} of the files have in one line, all of them answered. The official server has no such tool; the floors are \`grep -r\` and \`rg\` over the same files (nothing ignored). Ours without rg has a PATH without it. Ours with rg on the PATH has it choose files, and opens, checks and searches those itself. Ours runs without a rate limit.`,
      measures: [
        { name: 'Literal text', unit: 'ms', series: of('literal'), goals },
        { name: 'Regular expression', unit: 'ms', series: of('regex'), goals },
        { name: 'Literal text in any case', unit: 'ms', series: of('anyCase'), goals },
      ],
    };
  } finally {
    await Promise.all([withRg.stop(), without.stop()]);
  }
}

async function floor(file: string, args: readonly string[]): Promise<number> {
  const { tookMs, lines } = await runCommand(file, args);
  expectCount(file, lines, TREE_NEEDLES);
  return tookMs;
}

const Found = z.looseObject({ structuredContent: z.looseObject({ matches: z.number() }) });

async function each(server: ServerProcess, path: string) {
  const ask = async (args: Readonly<Record<string, unknown>>) => {
    const answer = await server.call('search_content', { path, ...args });
    expectCount('search_content', Found.parse(answer.result).structuredContent.matches, TREE_NEEDLES);
    return answer.tookMs;
  };
  return {
    literal: await ask({ pattern: NEEDLE }),
    regex: await ask({ pattern: REGEX, regex: true }),
    anyCase: await ask({ pattern: SHOUTED, ignoreCase: true }),
  };
}
