import { type Run, run } from './run';

/** A container engine that answers, and how Compose is called. */
export interface DockerEngine {
  readonly compose: readonly string[];
  /** For people: "Docker 28.2.2, docker-compose 1.29.2". */
  readonly name: string;
}

const ANSWER_WITHIN_MS = 10_000;

/** The engine of this machine, or why there is none to use. */
export function findDocker(ask: Run = run): DockerEngine | { readonly missing: string } {
  const quick = { timeoutMs: ANSWER_WITHIN_MS };
  const server = ask(['docker', 'version', '--format', '{{.Server.Version}}'], quick);
  if (!server.ok) {
    const there = ask(['docker', '--version'], quick).ok;
    return { missing: there ? `no Docker engine answers (${server.complaint})` : 'there is no docker command' };
  }
  for (const compose of [['docker', 'compose'], ['docker-compose']]) {
    const { ok, stdout } = ask([...compose, 'version', '--short'], quick);
    if (ok) return { compose, name: `Docker ${server.stdout.trim()}, ${compose.join(' ')} ${stdout.trim()}` };
  }
  return { missing: 'there is neither docker compose nor docker-compose' };
}
