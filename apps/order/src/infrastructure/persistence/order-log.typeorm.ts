import { Database } from '@tradewind/persistence';
import { OrderLog, OrderStanding, OrderStep } from '../../application/ports/order-log';

/** Far more than most orders ever have. */
const MOST_AT_ONCE = 200;

interface StandingRow {
  status: OrderStanding['status'];
  status_reason: string | null;
  updated_at: Date;
  is_worked_on: boolean;
}

/** The fields are null in the one row of an order without new lines. */
interface LineRow extends StandingRow {
  position: string | null;
  saga_id: string;
  saga: string;
  direction: OrderStep['action'];
  step: string;
  what: OrderStep['what'];
  message: string | null;
  at: Date;
  code: string | null;
  detail: string | null;
}

export class TypeOrmOrderLog extends OrderLog {
  constructor(private readonly db: Database) {
    super();
  }

  /** One statement, so that all of it is from one moment. */
  async read(orderId: string, after: number): Promise<OrderStanding> {
    const rows = await this.db.query<LineRow>(
      `SELECT o.status, o.status_reason, o.updated_at, line.*,
         EXISTS (SELECT 1 FROM saga_instances WHERE subject = o.id::text AND ended_at IS NULL) AS is_worked_on
       FROM orders o LEFT JOIN LATERAL (
         SELECT h.position, h.saga_id, s.definition AS saga, h.direction, h.step, h.what, h.message, h.at,
           CASE h.what WHEN 'refused' THEN h.data ->> 'code' END AS code,
           CASE h.what WHEN 'refused' THEN h.data ->> 'detail' WHEN 'parked' THEN h.data ->> 'reason'
             WHEN 'ended' THEN h.data ->> 'status' END AS detail
         FROM saga_instances s JOIN saga_history h ON h.saga_id = s.id
         WHERE s.subject = o.id::text AND h.position > $2 AND h.what <> 'ignored'
         ORDER BY h.position LIMIT $3) line ON true
       WHERE o.id = $1 ORDER BY line.position`,
      [orderId, after, MOST_AT_ONCE + 1],
    );
    const lines = rows.filter(({ position }) => position !== null);
    return {
      ...toStanding(rows[0]!),
      steps: lines.slice(0, MOST_AT_ONCE).map(toStep),
      hasMore: lines.length > MOST_AT_ONCE,
    };
  }
}

function toStanding(row: StandingRow): Omit<OrderStanding, 'steps' | 'hasMore'> {
  return {
    status: row.status,
    statusReason: row.status_reason,
    updatedAt: row.updated_at,
    isWorkedOn: row.is_worked_on,
  };
}

function toStep(row: LineRow): OrderStep {
  return {
    position: Number(row.position),
    sagaId: row.saga_id,
    saga: row.saga,
    action: row.direction,
    step: row.step,
    what: row.what,
    message: row.message,
    at: row.at,
    code: row.code,
    detail: row.detail,
  };
}
