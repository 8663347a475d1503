import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Makes sure that `rg` is there: installs it where this may be done, as root on Debian.
 *
 * @throws Error that says what to install
 */
export async function requireRipgrep(say: (text: string) => void): Promise<void> {
  if (!spawnSync('rg', ['--version']).error) return;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new Error('The bench compares with ripgrep. Install it (apt-get install ripgrep), then run again.');
  }
  say('Installing ripgrep …');
  execFileSync('apt-get', ['update'], { stdio: 'ignore' });
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'ripgrep'], { stdio: 'ignore' });
}
