import { layoutOf } from '../layout';
import { done, note } from '../output';
import { stopStack } from '../stop';

/** Stops what `up` started; nothing to stop is fine. */
export async function down(home: string): Promise<void> {
  const begun = Date.now();
  note('Stopping: apps drain first, then the gateway, then the servers ...');
  const ran = await stopStack(layoutOf(home), note);
  if (ran) done('Everything is stopped. Data and logs are kept (make clean removes them).', Date.now() - begun);
  else done('Nothing was running.');
}
