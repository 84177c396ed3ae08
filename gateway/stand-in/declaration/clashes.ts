import type { Bound, Place } from '../plugins/plugin';

interface Named {
  plugins: readonly Pick<Bound, 'name' | 'at'>[];
  consumers: readonly { username: string; jwt_secrets: readonly { key: string }[] }[];
  services: readonly { name: string; routes: readonly { name: string }[] }[];
}

/** What no part of the file can tell by itself: names that are there twice, or that nothing has. */
export function clashes({ plugins, consumers, services }: Named): string[] {
  const names = {
    service: services.map((one) => one.name),
    route: services.flatMap((one) => one.routes.map((its) => its.name)),
    consumer: consumers.map((one) => one.username),
  };
  const keys = consumers.flatMap((one) => one.jwt_secrets.map(({ key }) => key));
  return [
    ...twice('services', names.service),
    ...twice('routes', names.route),
    ...twice('consumers', names.consumer),
    ...twice('jwt_secrets', keys),
    ...twice(
      'plugins',
      plugins.map(({ name, at }) => `${name}${shown(at)}`),
    ),
    ...plugins.flatMap(({ name, at }) =>
      (['service', 'route', 'consumer'] as const)
        .filter((kind) => at[kind] !== undefined && !names[kind].includes(at[kind]))
        .map((kind) => `plugins: ${name} names a ${kind} "${at[kind]}" that is not there`),
    ),
  ];
}

function shown({ service, route, consumer }: Place): string {
  const parts = Object.entries({ service, route, consumer }).filter(([, name]) => name !== undefined);
  return parts.map(([kind, name]) => ` at ${kind} ${name}`).join('');
}

function twice(what: string, names: readonly string[]): string[] {
  const repeated = new Set(names.filter((one, index) => names.indexOf(one) !== index));
  return [...repeated].map((one) => `${what}: "${one}" is there twice`);
}
