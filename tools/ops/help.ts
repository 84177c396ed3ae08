import { paint, table } from '../stack/src/output';
import { COMMAND_NAMES, usageOf } from './usage';

/** What `npm run ops` prints when nobody says what to do. */
export function help(): string[] {
  return [
    'Operates the running system as its ADMIN:  npm run ops -- <command>',
    '',
    ...COMMAND_NAMES.flatMap((name) => [
      `  ${paint('bold', name)} ${usageOf(name).usage}`,
      paint('dim', `      ${usageOf(name).does}`),
    ]),
    '',
    ...table([
      ['  <filter>', '--status RUNNING, --definition place-order, --step "commit stock", --older-than 5m;'],
      ['', 'without --status only those that need attention'],
      ['  --note', 'why: the audit log keeps it'],
      ['  --json', 'what the API answered, for programs: npm run --silent ops -- sagas --json'],
      ['  --home', 'the system that was started there; else the one of make up'],
    ]),
    '',
    'Another system: GATEWAY_URL, ADMIN_EMAIL and ADMIN_PASSWORD in the environment or .env.',
    'Exit code: 0, or 1 when something failed or was refused.',
  ];
}
