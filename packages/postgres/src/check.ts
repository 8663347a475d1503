import type { Check } from '@portolan/runtime';
import { ToolError } from '@portolan/runtime';
import type { Services } from './services.ts';
import type { Source } from './sources/sources.ts';

/** What `doctor` and readiness report: each source, whether it answers and who we are there. */
export async function check({ sources }: Services, signal: AbortSignal): Promise<readonly Check[]> {
  if (sources.all.length === 0) {
    return [
      {
        name: 'source',
        ok: false,
        detail: 'No database is configured: give a URL, set DATABASE_URL, or try it with --demo.',
      },
    ];
  }
  return Promise.all(sources.all.map((source) => checkSource(source, signal)));
}

async function checkSource(source: Source, signal: AbortSignal): Promise<Check> {
  const name = `source ${source.settings.alias}`;
  try {
    const { role, database, superuser } = await source.role.facts(signal);
    await source.role.demand(signal);
    const note =
      superuser && source.settings.embedded === undefined
        ? ', a superuser: a role of its own would be safer'
        : '';
    return {
      name,
      ok: true,
      detail: `Database ${database} as ${role}, mode ${source.settings.mode}${note}.`,
    };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { name, ok: false, detail: `${error.message} ${error.next}` };
  }
}
