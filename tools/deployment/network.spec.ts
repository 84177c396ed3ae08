import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { settings as inventory } from '../../apps/inventory/src/config';
import { settings as order } from '../../apps/order/src/config';
import { settings as payment } from '../../apps/payment/src/config';
import { settings as product } from '../../apps/product/src/config';
import { settings as user } from '../../apps/user/src/config';
import { SERVICES, urlSetting } from '../stack/src/services';
import { type KubernetesObject, objectsIn } from './objects';
import { type Party, Policies } from './policies';
import { KUBERNETES, OVERLAYS, type Overlay, PATIENCE_MS, renderableCopy, render, renderer } from './rendering';

const command = renderer();
/** The overlay local takes the base's policies as they are, so they can be tested without rendering. */
const overlays: readonly Overlay[] = command ? OVERLAYS : ['local'];
const how = command ? 'rendered' : 'from the file, as nothing here can render';

const pod = (name: string, component: string): Party => ({
  labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component },
});
const server = (name: string): Party => ({ labels: { 'tradewind/server': name } });
const elsewhere = (namespace: string, labels = {}): Party => ({ labels, namespace });
const world: Party = { labels: {}, outside: true };
const gateway = pod('gateway', 'gateway');
const fromFile = (copy: string): KubernetesObject[] =>
  objectsIn(readFileSync(join(copy, KUBERNETES, 'base/network-policies.yaml'), 'utf8'));
const names = SERVICES.map(({ name }) => name);

describe.each(overlays)(`The network policies of %s (${how})`, (overlay) => {
  let policies: Policies;
  let copy: string;
  beforeAll(() => {
    copy = renderableCopy();
    policies = new Policies(command ? render(command, copy, overlay) : fromFile(copy));
  }, PATIENCE_MS);
  afterAll(() => rmSync(copy, { recursive: true }));
  const front = overlay === 'production' ? 'https' : 'http';

  it('refuse whatever no rule allows', () => {
    const stranger = pod('stranger', 'tool');
    for (const name of names) expect(policies.allows(stranger, pod(name, 'service'), 'http')).toBe(false);
    expect(policies.allows(stranger, server('postgres'), 5432)).toBe(false);
    expect(policies.allows(stranger, server('rabbitmq'), 5672)).toBe(false);
    expect(policies.allows(stranger, server('redis'), 6379)).toBe(false);
    expect(policies.allows(stranger, world, 80)).toBe(false);
  });

  it('let the world in at the gateway only', () => {
    expect(policies.allows(world, gateway, front)).toBe(true);
    expect(policies.allows(world, gateway, 'status')).toBe(false);
    for (const name of names) {
      expect(policies.allows(world, pod(name, 'service'), 'http')).toBe(false);
      expect(policies.allows(elsewhere('default'), pod(name, 'service'), 'http')).toBe(false);
      expect(policies.allows(gateway, pod(name, 'service'), 'http')).toBe(true);
      expect(policies.allows(pod(name, 'service'), gateway, front)).toBe(false);
    }
    expect(policies.allows(world, server('postgres'), 5432)).toBe(false);
    expect(policies.allows(gateway, server('postgres'), 5432)).toBe(false);
    expect(policies.allows(gateway, server('rabbitmq'), 5672)).toBe(false);
    // Where there are several gateways, they count together.
    expect(policies.allows(gateway, server('redis'), 6379)).toBe(overlay === 'production');
  });

  it('let a service call those whose addresses are among its settings, and no other', () => {
    const settings: Record<string, object> = { user, product, order, inventory, payment };
    for (const caller of names) {
      for (const callee of SERVICES) {
        // The keys of tokens come from user; the user service has its own at hand.
        const reads = callee.name === 'user' || urlSetting(callee) in settings[caller]!;
        const allowed = policies.allows(pod(caller, 'service'), pod(callee.name, 'service'), 'http');
        expect([caller, callee.name, allowed]).toEqual([caller, callee.name, reads]);
      }
    }
  });

  it('let services and their migrations reach the servers, names and the collector of traces, and nothing outside', () => {
    for (const name of names) {
      const service = pod(name, 'service');
      expect(policies.allows(service, server('postgres'), 5432)).toBe(true);
      expect(policies.allows(service, server('rabbitmq'), 5672)).toBe(true);
      expect(policies.allows(service, server('rabbitmq'), 15672)).toBe(false);
      expect(policies.allows(service, server('redis'), 6379)).toBe(true);
      expect(policies.allows(service, elsewhere('kube-system', { 'k8s-app': 'kube-dns' }), 53)).toBe(true);
      expect(policies.allows(service, elsewhere('monitoring'), 4318)).toBe(true);
      expect(policies.allows(service, world, 443)).toBe(false);
      expect(policies.allows(pod(name, 'migration'), server('postgres'), 5432)).toBe(true);
      expect(policies.allows(pod(name, 'migration'), server('rabbitmq'), 5672)).toBe(false);
      expect(policies.allows(pod(name, 'migration'), server('redis'), 6379)).toBe(false);
    }
  });

  it('let Prometheus read everybody', () => {
    const prometheus = elsewhere('monitoring');
    for (const name of names) expect(policies.allows(prometheus, pod(name, 'service'), 'http')).toBe(true);
    expect(policies.allows(prometheus, gateway, 'status')).toBe(true);
    expect(policies.allows(prometheus, gateway, front === 'http' ? 'https' : 'http')).toBe(false);
    expect(policies.allows(prometheus, server('rabbitmq'), 15692)).toBe(true);
    expect(policies.allows(prometheus, server('postgres'), 5432)).toBe(false);
  });
});
