import { spawn } from 'node:child_process';
import { type ComposeService, baseImage } from './model';
import { run } from './run';

/** A registry that cannot be reached at all is noticed by its silence. */
const REGISTRY_WITHIN_MS = 30_000;

/** The images that must be there before anything can be built or started, and are not. */
export function missingImages(root: string, services: readonly ComposeService[]): string[] {
  const pulled = services.filter(({ isBuilt }) => !isBuilt).map(({ image }) => image);
  const needed = new Set([...pulled, ...(services.some(({ isBuilt }) => isBuilt) ? [baseImage(root)] : [])]);
  return [...needed].filter((image) => !run(['docker', 'image', 'inspect', '--format', '{{.Id}}', image]).ok);
}

/** Pulls one image; answers why that was not possible, or undefined. */
export function pull(image: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('docker', ['pull', image], { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    const silence = setTimeout(() => child.kill(), REGISTRY_WITHIN_MS);
    child.stdout.on('data', () => clearTimeout(silence));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      clearTimeout(silence);
      resolve(code === 0 ? undefined : complaint.trim().split('\n').at(-1) || 'the registry did not answer');
    });
  });
}
