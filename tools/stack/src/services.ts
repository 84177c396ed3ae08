/** One of our own applications. This list is the only place to add one. */
export interface Service {
  name: string;
  port: number;
  /** Its database and the only role that may log in there; none for a service that stores nothing. */
  database?: { name: string; role: string };
}

export const SERVICES: readonly Service[] = [
  service('user', 8001),
  service('product', 8002),
  service('order', 8003),
  service('inventory', 8004),
  service('payment', 8005),
];

/** Those that the gateway has routes to already, but that nobody runs yet. */
export const TO_COME: readonly Service[] = [
  { name: 'notification', port: 8006 },
  { name: 'ai', port: 8007 },
];

export const GATEWAY = { name: 'gateway', port: 8000 } as const;
/** Where the gateway tells how it is: its numbers at /metrics. */
export const GATEWAY_STATUS = { name: 'status', port: 8100 } as const;

function service(name: string, port: number): Service {
  return { name, port, database: { name: `${name}_db`, role: `${name}_svc` } };
}

/** The setting that holds a service's address, such as USER_URL. */
export function urlSetting(service: Service): string {
  return `${service.name.toUpperCase()}_URL`;
}
