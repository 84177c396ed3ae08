import { Controller, DynamicModule, Get, Inject, Module, Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheckResult, HealthCheckService, HealthIndicatorResult, TerminusModule } from '@nestjs/terminus';
import { Public } from './auth';

/** Something that a service needs in order to serve. */
export interface ReadinessCheck {
  check(): HealthIndicatorResult | Promise<HealthIndicatorResult>;
}

const CHECKS = Symbol('ReadinessChecks');

/** For the orchestrator, inside the network only: the gateway routes none of these. */
@ApiExcludeController()
@Public()
@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    @Inject(CHECKS) private readonly checks: ReadinessCheck[],
  ) {}

  /** The process runs and its event loop turns. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** What it needs is there: send requests. */
  @Get('ready')
  ready(): Promise<HealthCheckResult> {
    return this.health.check(this.checks.map((check) => () => check.check()));
  }
}

@Module({})
export class HealthModule {
  static forChecks(...checks: Type<ReadinessCheck>[]): DynamicModule {
    return {
      module: HealthModule,
      imports: [TerminusModule.forRoot({ errorLogStyle: 'json', logger: false })],
      controllers: [HealthController],
      providers: [...checks, { provide: CHECKS, useFactory: (...found: ReadinessCheck[]) => found, inject: checks }],
    };
  }
}
