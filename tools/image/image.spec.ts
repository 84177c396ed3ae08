import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings as inventory } from '../../apps/inventory/src/config';
import { settings as order } from '../../apps/order/src/config';
import { settings as payment } from '../../apps/payment/src/config';
import { settings as product } from '../../apps/product/src/config';
import { settings as user } from '../../apps/user/src/config';
import { GATEWAY_STATUS, SERVICES } from '../stack/src/services';
import { imageNames, partsOf } from './parts';

const root = join(__dirname, '../..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const instructions = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line));
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));

describe('an image', () => {
  it('holds the code of its own app and of no other', () => {
    expect(partsOf('order').paths.filter((path) => path.startsWith('dist/apps'))).toEqual(['dist/apps/order']);
    expect(partsOf('gateway').paths.join()).not.toContain('dist/apps');
    expect(() => partsOf('shop')).toThrow('There is no app "shop"');
  });

  it.each(SERVICES.map(({ name }) => name))(
    'of %s is asked for its health where the app listens by default',
    (name) => {
      const app = { user, product, order, inventory, payment }[name];
      expect(partsOf(name).health?.port).toBe((app?.PORT as { default?: number }).default);
    },
  );

  it('of the stand-in for Kong is asked where it tells how it is, not as a client asks it', () => {
    expect(partsOf('gateway').health).toEqual({ port: GATEWAY_STATUS.port, path: '/status/ready' });
  });

  it('can be built of every service, of the stand-in for Kong, and of the tools', () => {
    expect(imageNames()).toEqual([...SERVICES.map(({ name }) => name), 'gateway', 'tools']);
  });
});

describe('the Dockerfile', () => {
  it('ends in a stage without the compiler, as a user who is not root, with a health check', () => {
    expect(lastStage.filter((line) => line.startsWith('COPY '))).toEqual([
      'COPY --from=production-packages /app/node_modules node_modules',
      'COPY --from=picked /picked ./',
    ]);
    expect(lastStage).toContain('USER node');
    expect(lastStage.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
    expect(lastStage.some((line) => line.startsWith('LABEL org.opencontainers.image.title='))).toBe(true);
  });

  it('installs packages before any code is copied, so that a change of code installs nothing', () => {
    const copies = instructions.filter((line) => /^(COPY (?!--from)|RUN npm (ci|run))/.test(line));
    expect(copies.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'COPY package.json package-lock.json',
      'RUN npm ci',
      'RUN npm ci',
      'COPY .swcrc ./',
      'COPY libs libs',
      'COPY gateway gateway',
      'COPY tools tools',
      'COPY apps apps',
      'RUN npm run',
    ]);
    expect(instructions.find((line) => line.startsWith('RUN npm ci'))).toContain('--omit=dev');
  });

  it('names one pinned base, no registry, and needs no BuildKit', () => {
    expect(instructions.filter((line) => line.startsWith('ARG NODE_IMAGE'))).toEqual([
      'ARG NODE_IMAGE=node:24-bookworm-slim',
    ]);
    expect(instructions.filter((line) => line.startsWith('FROM ')).join()).not.toContain(':');
    expect(dockerfile).not.toMatch(/registry|https?:|--mount|^# syntax=|<<EOF/m);
  });

  it('is never given keys, passwords, data or installed packages', () => {
    const lines = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(patterns[0]).toBe('*');
    expect(patterns.filter((line) => line.startsWith('!'))).toEqual([
      ...['!package.json', '!package-lock.json', '!.npmrc', '!.swcrc'],
      ...['!apps', '!libs', '!gateway', '!tools'],
    ]);
  });
});
