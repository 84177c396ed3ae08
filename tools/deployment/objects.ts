import { parseAllDocuments } from 'yaml';

export type Labels = Record<string, string>;

export interface Selector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  ports?: { name: string; containerPort: number }[];
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  volumeMounts?: { name: string; mountPath: string }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  lifecycle?: { preStop?: { exec: { command: string[] } } };
  resources: { requests?: Labels; limits?: Labels };
  securityContext: { capabilities?: { drop: string[] }; [setting: string]: unknown };
}

export interface Probe {
  httpGet?: { path: string; port: string };
}

export interface PodSpec {
  automountServiceAccountToken?: boolean;
  enableServiceLinks?: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext?: { seccompProfile?: { type: string }; [setting: string]: unknown };
  topologySpreadConstraints?: { labelSelector: Selector }[];
  containers: Container[];
  volumes?: { name: string; secret?: { secretName: string }; configMap?: { name: string }; projected?: Projected }[];
}

interface Projected {
  sources: { secret?: { name: string } }[];
}

export interface Template {
  metadata: { labels: Labels; annotations?: Labels };
  spec: PodSpec;
}

/** What the tests read of any object; what a kind does not have is undefined. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Labels };
  data?: Record<string, string>;
  spec: {
    selector?: Selector & Labels;
    template?: Template;
    ports?: { name: string; port: number; targetPort?: string | number }[];
    minReplicas?: number;
    maxReplicas?: number;
    scaleTargetRef?: { kind: string; name: string };
    [field: string]: unknown;
  };
}

/** The objects in a YAML text, in their order. */
export function objectsIn(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0]!;
    return document.toJSON() as KubernetesObject;
  });
}

/** Whether a selector takes what has these labels; the empty one takes everything. */
export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  const equal = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return equal && matchExpressions.every(({ key, operator, values = [] }) => takes(operator, values, labels[key]));
}

function takes(operator: string, values: string[], value: string | undefined): boolean {
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  throw new Error(`The operator ${operator} is not known here.`);
}
