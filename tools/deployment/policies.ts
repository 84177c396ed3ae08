import { type KubernetesObject, type Labels, type Selector, selects } from './objects';

/** Somebody who sends or receives: a pod of ours, one of another namespace, or the world. */
export interface Party {
  labels: Labels;
  /** Undefined: our own. */
  namespace?: string;
  outside?: boolean;
}

type Direction = 'Ingress' | 'Egress';

interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
}

interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port: string | number }[];
}

interface PolicySpec {
  podSelector: Selector;
  policyTypes: Direction[];
  ingress?: Rule[];
  egress?: Rule[];
}

/** Says what a set of NetworkPolicies lets through, as Kubernetes defines it: rules only ever add. */
export class Policies {
  private readonly specs: PolicySpec[];

  constructor(objects: KubernetesObject[]) {
    this.specs = objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ spec }) => spec as unknown as PolicySpec);
  }

  /** @param port the name of the receiver's port, or its number where it has no name */
  allows(from: Party, to: Party, port: string | number): boolean {
    return this.passes('Egress', from, to, port) && this.passes('Ingress', to, from, port);
  }

  /** Our policies have no say over pods elsewhere. */
  private passes(direction: Direction, subject: Party, peer: Party, port: string | number): boolean {
    if (subject.outside || subject.namespace !== undefined) return true;
    const mine = this.specs.filter(
      ({ podSelector, policyTypes }) => policyTypes.includes(direction) && selects(podSelector, subject.labels),
    );
    const rules = mine.flatMap(({ ingress, egress }) => (direction === 'Ingress' ? ingress : egress) ?? []);
    return mine.length === 0 || rules.some((rule) => opens(rule, peer, port));
  }
}

function opens({ from, to, ports }: Rule, peer: Party, port: string | number): boolean {
  const peers = from ?? to;
  return (
    (peers === undefined || peers.some((one) => isMeant(one, peer))) &&
    (ports ?? [{ port }]).some((it) => it.port === port)
  );
}

function isMeant({ podSelector = {}, namespaceSelector }: Peer, { labels, namespace, outside }: Party): boolean {
  if (outside) return false;
  const right = namespaceSelector
    ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': namespace ?? 'tradewind' })
    : namespace === undefined;
  return right && selects(podSelector, labels);
}
