import { Injectable } from '@nestjs/common';
import { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from './database';

/** Ready when the database answers through the service's own pool. */
@Injectable()
export class DatabaseHealth {
  constructor(
    private readonly db: Database,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('database');
    try {
      await this.db.query('SELECT 1');
      return indicator.up();
    } catch (error) {
      return indicator.down(error instanceof Error ? error.message : 'no answer');
    }
  }
}
