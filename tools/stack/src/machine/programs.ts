import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StackError } from '../errors';
import { projectRoot } from '../layout';
import { hasPasswordlessSudo, isRoot } from './accounts';

/** The full path of a program on PATH or in one of the folders where Debian keeps servers' programs. */
export function findProgram(name: string, folders: string[] = []): string | undefined {
  const path = (process.env.PATH ?? '').split(delimiter);
  return [...folders, ...path, '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find((candidate) => isExecutable(candidate));
}

/** `<base>/<entry>/bin` for every entry, newest version first. */
export function versionedFolders(base: string, below: string): string[] {
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((entry) => join(base, entry, below));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs Debian packages, without their own services; explains itself where that is not possible. */
export async function installPackages(packages: string[], say: (line: string) => void): Promise<void> {
  const prefix = isRoot() ? [] : ['sudo', '-n'];
  const obstacle = installObstacle();
  if (obstacle) throw cannotInstall(packages, obstacle);
  say(`Not installed yet: ${packages.join(', ')}. Installing with apt (their own services stay off) ...`);
  const script = join(projectRoot(), 'tools/stack/apt-install.sh');
  const [command, ...args] = [...prefix, 'sh', script, ...packages] as [string, ...string[]];
  await runToEnd(command, args, packages);
}

/** Why nothing can be installed here; undefined where it can. */
export function installObstacle(): string | undefined {
  if (!findProgram('apt-get')) return 'this machine has no apt';
  if (!isRoot() && !hasPasswordlessSudo()) return 'that needs root or passwordless sudo';
  return undefined;
}

function cannotInstall(packages: string[], reason: string): StackError {
  return new StackError(`Not installed: ${packages.join(', ')}, and ${reason}.`, [
    `Install by hand: apt-get install --no-install-recommends ${packages.join(' ')}`,
    'or use servers that run already: set POSTGRES_ADMIN_URL, RABBITMQ_URL and REDIS_URL.',
  ]);
}

function runToEnd(command: string, args: string[], packages: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // In a session of its own: a Ctrl-C that reached dpkg would leave half-configured packages behind.
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) return resolve();
      reject(
        new StackError(`apt could not install ${packages.join(', ')} (exit ${code}); its messages are above.`, [
          'Check the package sources (apt-get update) and run the same command again.',
        ]),
      );
    });
  });
}
