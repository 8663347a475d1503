import { type App, appsOf, type Installation, makeKeys } from '../access/app-token.ts';
import type { Level } from '../state/credential.ts';
import type { World } from '../state/world.ts';

export interface AppSeed {
  readonly slug: string;
  readonly owner?: string;
  readonly permissions?: Readonly<Record<string, Level>>;
}

export interface InstallationSeed {
  /** Names without the owner; all, unless told. */
  readonly repositories?: readonly string[];
  readonly permissions?: Readonly<Record<string, Level>>;
  readonly suspended?: boolean;
}

/** An App of the double, with the private key its owner would have downloaded. */
export interface SeededApp {
  readonly id: number;
  readonly clientId: string;
  /** PEM, PKCS#1. */
  readonly privateKey: string;
  /** Installs it on an account; the id of the installation. */
  install(login: string, seed?: InstallationSeed): number;
}

const usualPermissions = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  actions: 'write',
  checks: 'write',
  statuses: 'write',
} as const;

export function seedApp(world: World, seed: AppSeed): SeededApp {
  const app: App = {
    id: world.nextId(),
    slug: seed.slug,
    name: seed.slug,
    owner: world.account(seed.owner ?? 'octo'),
    bot: world.account(`${seed.slug}[bot]`),
    permissions: seed.permissions ?? usualPermissions,
    ...makeKeys(),
    createdAt: world.clock.tick(),
  };
  const { apps, installations } = appsOf(world);
  apps.set(app.id, app);
  return {
    id: app.id,
    clientId: `Iv1.${app.slug}`,
    privateKey: app.privateKey,
    install(login, { repositories, permissions, suspended = false } = {}) {
      const account = world.account(login);
      const installation: Installation = {
        id: world.nextId(),
        app,
        account,
        repositories: repositories
          ? new Set(repositories.map((name) => `${login}/${name}`.toLowerCase()))
          : 'all',
        permissions: permissions ?? app.permissions,
        createdAt: world.clock.tick(),
        suspended,
      };
      installations.set(installation.id, installation);
      return installation.id;
    },
  };
}
