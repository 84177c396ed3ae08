import { spawn } from 'node:child_process';
import { projectRoot } from '../layout';
import type { Settings } from '../settings';
import { baseImage, composeFiles, composeServices } from './model';
import { type Run, run } from './run';

/** A registry that cannot be reached at all is noticed by its silence. */
const REGISTRY_WITHIN_MS = 30_000;

/** The images that must be there before anything can be built or started, and those of them that are not. */
export function imagesOf(settings: Settings, ask: Run = run): { needed: string[]; missing: string[] } {
  const root = projectRoot();
  const services = composeServices(composeFiles(root, settings), settings);
  const pulled = services.filter(({ isBuilt }) => !isBuilt).map(({ image }) => image);
  const needed = [...new Set([...pulled, ...(services.some(({ isBuilt }) => isBuilt) ? [baseImage(root)] : [])])];
  const isHere = (image: string): boolean => ask(['docker', 'image', 'inspect', '--format', '{{.Id}}', image]).ok;
  return { needed, missing: needed.filter((image) => !isHere(image)) };
}

/** Why an image cannot be pulled, asked of its registry without pulling it; undefined where it can. */
export function pullObstacle(image: string, ask: Run = run): string | undefined {
  const { ok, complaint } = ask(['docker', 'manifest', 'inspect', image], { timeoutMs: REGISTRY_WITHIN_MS });
  return ok ? undefined : complaint || 'the registry did not answer';
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
