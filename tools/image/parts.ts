import { GATEWAY_MAIN, appMain } from '../stack/src/apps';
import { GATEWAY, GATEWAY_STATUS, SERVICES } from '../stack/src/services';

/** What an image is made of. Written to `image.json`, where the health check of the running image reads it. */
export interface ImageParts {
  /** Folders and files of the checkout, compiled. */
  readonly paths: readonly string[];
  /** What is started; the tools' image has nothing of its own to start, its jobs are named where they are run. */
  readonly main?: string;
  /** What a healthy app answers with 200. */
  readonly health?: { readonly port: number; readonly path: string };
}

const SHARED = ['package.json', 'dist/libs', 'dist/tools/image'];

/** The parts of the image of one app: its own code, never another app's. */
export function partsOf(app: string): ImageParts {
  if (app === 'tools') return { paths: [...SHARED, 'dist/tools', 'dist/gateway', 'gateway/kong.yml'] };
  if (app === GATEWAY.name) {
    const health = { port: GATEWAY_STATUS.port, path: '/status/ready' };
    return { paths: [...SHARED, 'dist/gateway'], main: GATEWAY_MAIN, health };
  }
  const service = SERVICES.find(({ name }) => name === app);
  if (!service) throw new Error(`There is no app "${app}"; there are: ${imageNames().join(', ')}`);
  const health = { port: service.port, path: '/health/ready' };
  return { paths: [...SHARED, `dist/apps/${app}`], main: appMain(app), health };
}

/** Everything that can be given as APP to the Dockerfile. */
export function imageNames(): string[] {
  return [...SERVICES.map(({ name }) => name), GATEWAY.name, 'tools'];
}
