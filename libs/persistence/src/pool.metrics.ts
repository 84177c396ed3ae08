import { Metrics, secondsSince } from '@tradewind/kernel';
import { DataSource } from 'typeorm';

/** What we use of the pool of `pg` that TypeORM's driver holds. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  connect(done: (...answer: unknown[]) => void): void;
}

/** Shows whether the service has connections enough. */
export class PoolMetrics {
  constructor(metrics: Metrics, dataSource: DataSource) {
    const pool = (dataSource.driver as unknown as { readonly master: Pool }).master;
    metrics.gauge({ name: 'db_pool_connections', help: 'Connections to the database', labels: ['state'] }, () => [
      { labels: { state: 'idle' }, value: pool.idleCount },
      { labels: { state: 'busy' }, value: pool.totalCount - pool.idleCount },
    ]);
    metrics.gauge({ name: 'db_pool_waiting_requests', help: 'Callers that wait for a connection' }, () => [
      { labels: {}, value: pool.waitingCount },
    ]);
    measureWaits(pool, metrics);
  }
}

/** The pool tells nobody how long a caller has waited, so its one way in is wrapped. */
function measureWaits(pool: Pool, metrics: Metrics): void {
  const wait = metrics.histogram({ name: 'db_pool_wait_seconds', help: 'Time until a caller has its connection' });
  const connect = pool.connect.bind(pool);
  pool.connect = (done) => {
    const asked = performance.now();
    connect((...answer) => {
      wait.observe({}, secondsSince(asked));
      done(...answer);
    });
  };
}
