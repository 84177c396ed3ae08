import { seed } from '../demo/seed';
import { Http } from '../shared/http';
import { reportAndExit } from '../stack/src/output';

/** Loads the demo's catalog into the system at USER_URL, PRODUCT_URL and INVENTORY_URL; tells what was new, as JSON. */
async function main(): Promise<void> {
  const at = (name: string): Http => new Http(process.env[name] ?? '');
  const door = { user: at('USER_URL'), product: at('PRODUCT_URL'), inventory: at('INVENTORY_URL') };
  const admin = { email: process.env['ADMIN_EMAIL'] ?? '', password: process.env['ADMIN_PASSWORD'] ?? '' };
  process.stdout.write(`${JSON.stringify(await seed(door, admin))}\n`);
}

main().catch(reportAndExit);
