import { DynamicModule, Global, Injectable, Module, OnApplicationBootstrap } from '@nestjs/common';
import {
  APP_FILTER,
  APP_GUARD,
  APP_PIPE,
  DiscoveryModule,
  DiscoveryService,
  MetadataScanner,
  Reflector,
} from '@nestjs/core';
import { PATH_METADATA } from '@nestjs/common/constants';
import { PassportModule } from '@nestjs/passport';
import { EndedSessions } from '@tradewind/kernel';
import { POLICY, PolicyGuard } from './auth';
import { JwtStrategy } from './jwt.strategy';
import { MetricsController } from './metrics';
import { ProblemFilter } from './problem.filter';
import { TokenSettings } from './token-settings';
import { requestValidation } from './validation';

/** Refuses to start when a route says nothing about who may call it. */
@Injectable()
class PolicyCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (!metatype || !instance) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!))
        .filter(
          (name) => !this.reflector.getAllAndOverride(POLICY, [prototype[name] as () => void, metatype as () => void]),
        )
        .map((name) => `${metatype.name}.${name}`);
    });
    if (open.length > 0) {
      throw new Error(`Routes without a policy (add @Public, @SignedIn or @AdminOnly): ${open.join(', ')}`);
    }
  }
}

/** What every HTTP service does the same way: tokens, policies, validation, problem+json. */
@Global()
@Module({})
export class HttpModule {
  static forRoot(tokens: TokenSettings): DynamicModule {
    return {
      module: HttpModule,
      imports: [PassportModule, DiscoveryModule],
      controllers: [MetricsController],
      providers: [
        PolicyCheck,
        {
          provide: JwtStrategy,
          useFactory: (endedSessions: EndedSessions) => new JwtStrategy(tokens, endedSessions),
          inject: [EndedSessions],
        },
        { provide: APP_GUARD, useClass: PolicyGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: requestValidation },
      ],
    };
  }
}
