import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { Injectable } from '@nestjs/common';
import { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Consumers } from './messaging.module';

/** Ready when the connection is up and every consumer is subscribed; opens no connection of its own. */
@Injectable()
export class RabbitHealth {
  constructor(
    private readonly amqp: AmqpConnection,
    private readonly consumers: Consumers,
    private readonly indicators: HealthIndicatorService,
  ) {}

  check(): HealthIndicatorResult {
    const indicator = this.indicators.check('rabbitmq');
    if (!this.amqp.connected) return indicator.down('not connected');
    return this.consumers.allSubscribed ? indicator.up() : indicator.down('a consumer is not subscribed');
  }
}
