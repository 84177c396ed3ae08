import { readFileSync } from 'node:fs';
import { parseTemplate, upstreamHosts } from '../render/render';

/** The service that is down in the suite: at this port of its own machine, a gateway finds nobody. */
const DOWN = 'payment';
const NOBODY = 'http://127.0.0.1:9';

/**
 * Writes the file for a gateway that the suite is to ask, with the address of the suite's upstream as the gateway sees it:
 *   make edge-file ECHO=http://host.docker.internal:9900
 */
const echo = process.argv[2] ?? 'http://127.0.0.1:9900';
for (const host of upstreamHosts(parseTemplate(readFileSync('gateway/kong.yml', 'utf8'))))
  process.env[`${host.toUpperCase()}_URL`] = host === DOWN ? NOBODY : echo;

void import('../render/main');
