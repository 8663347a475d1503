#!/usr/bin/env node
import { main } from '../../src/start.ts';

/** The same tools under the name of another server. */
await main(async () => {
  const { default: notes } = await import('./notes-server.ts');
  const named = { name: 'other-notes' };
  return {
    default: { ...notes, ...named, withSettings: (own) => ({ ...notes.withSettings(own), ...named }) },
  };
});
