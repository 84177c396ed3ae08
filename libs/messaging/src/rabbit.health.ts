import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { Injectable } from '@nestjs/common';
import { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

/** Ready when the connection that consumers and relay use is up; opens none of its own. */
@Injectable()
export class RabbitHealth {
  constructor(
    private readonly amqp: AmqpConnection,
    private readonly indicators: HealthIndicatorService,
  ) {}

  check(): HealthIndicatorResult {
    const indicator = this.indicators.check('rabbitmq');
    return this.amqp.connected ? indicator.up() : indicator.down('not connected');
  }
}
