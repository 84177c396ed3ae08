import { type Run, run } from './run';

/** A container engine that answers, and how Compose is called. */
export interface DockerEngine {
  readonly compose: readonly string[];
  /** For people: "Docker 28.2.2, docker-compose 1.29.2". */
  readonly name: string;
}

const ANSWER_WITHIN_MS = 10_000;
const INSTALL = 'Install Docker with Compose; on Debian: apt-get install docker.io docker-compose';
const START = 'Start it (systemctl start docker), or let your user speak to it (usermod -aG docker).';
const INSTALL_COMPOSE = "Install Docker's Compose plugin; on Debian: apt-get install docker-compose";

/** Why there is no engine to use, and what to do about it. */
export interface NoDocker {
  readonly missing: string;
  readonly advice: string;
}

/** The engine of this machine, or why there is none to use. */
export function findDocker(ask: Run = run): DockerEngine | NoDocker {
  const quick = { timeoutMs: ANSWER_WITHIN_MS };
  const server = ask(['docker', 'version', '--format', '{{.Server.Version}}'], quick);
  if (!server.ok) {
    if (!ask(['docker', '--version'], quick).ok) return { missing: 'there is no docker command', advice: INSTALL };
    return { missing: `no Docker engine answers (${server.complaint})`, advice: START };
  }
  for (const compose of [['docker', 'compose'], ['docker-compose']]) {
    const { ok, stdout } = ask([...compose, 'version', '--short'], quick);
    if (ok) return { compose, name: `Docker ${server.stdout.trim()}, ${compose.join(' ')} ${stdout.trim()}` };
  }
  return { missing: 'there is neither docker compose nor docker-compose', advice: INSTALL_COMPOSE };
}
