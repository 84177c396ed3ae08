import { DynamicModule, Module, Provider } from '@nestjs/common';
import { HealthModule, HttpModule, port, tokenSettings, useCase } from '@tradewind/http';
import { Clock, Dispatcher, EndedSessions, Metrics, SystemClock, UnitOfWork } from '@tradewind/kernel';
import { EventPublisher, MessagingModule, RabbitHealth } from '@tradewind/messaging';
import { ObservabilityModule } from '@tradewind/observability';
import { CreateMessageTables1760000000001, Database, DatabaseHealth, PersistenceModule } from '@tradewind/persistence';
import { RedisModule } from '@tradewind/redis';
import { AppointAdminHandler } from './application/appoint-admin/appoint-admin.handler';
import { ChangePasswordHandler } from './application/change-password/change-password.handler';
import { ChangeRoleHandler } from './application/change-role/change-role.handler';
import { UserQueries } from './application/find-user/user.queries';
import { LinkOutsideUserHandler } from './application/link-outside-user/link-outside-user.handler';
import { LogInHandler } from './application/log-in/log-in.handler';
import { LogOutEverywhereHandler } from './application/log-out-everywhere/log-out-everywhere.handler';
import { LogOutHandler } from './application/log-out/log-out.handler';
import { PasswordCheck } from './application/password-check';
import { AccessTokens } from './application/ports/access-tokens';
import { PasswordHasher } from './application/ports/password-hasher';
import { PublicKeys } from './application/ports/public-keys';
import { RefreshTokens } from './application/ports/refresh-tokens';
import { SecurityLog } from './application/ports/security-log';
import { RefreshSessionHandler } from './application/refresh-session/refresh-session.handler';
import { RegisterUserHandler } from './application/register-user/register-user.handler';
import { RenameUserHandler } from './application/rename-user/rename-user.handler';
import { UserConfig } from './config';
import { LoginAttemptsRepository } from './domain/login-attempts.repository';
import { RefreshFamilyRepository } from './domain/refresh-family.repository';
import { UserRepository } from './domain/user.repository';
import { LoginAttemptCleaning } from './infrastructure/login-attempt-cleaning';
import { CountedLogIn } from './infrastructure/logging/log-in.metrics';
import { NestSecurityLog } from './infrastructure/logging/security-log.nest';
import { BcryptPasswordHasher } from './infrastructure/passwords/password-hasher.bcrypt';
import { TypeOrmLoginAttemptsRepository } from './infrastructure/persistence/login-attempts.repository.typeorm';
import { CreateUserTables1760000200000 } from './infrastructure/persistence/migrations/1760000200000-create-user-tables';
import { CreateLoginAttempts1760000400010 } from './infrastructure/persistence/migrations/1760000400010-create-login-attempts';
import { LinkOutsideUsers1760000400050 } from './infrastructure/persistence/migrations/1760000400050-link-outside-users';
import { FindRevokedFamilies1760000500000 } from './infrastructure/persistence/migrations/1760000500000-find-revoked-families';
import { TypeOrmRefreshFamilyRepository } from './infrastructure/persistence/refresh-family.repository.typeorm';
import { TypeOrmUserQueries } from './infrastructure/persistence/user.queries.typeorm';
import { TypeOrmUserRepository } from './infrastructure/persistence/user.repository.typeorm';
import { SessionEndTelling } from './infrastructure/sessions/session-end-telling';
import { SessionEnds } from './infrastructure/sessions/session-ends';
import { JwtAccessTokens } from './infrastructure/tokens/access-tokens.jwt';
import { HmacRefreshTokens } from './infrastructure/tokens/refresh-tokens.hmac';
import { KeyFolder } from './infrastructure/tokens/key-folder';
import { SigningKeyReading } from './infrastructure/tokens/signing-key-reading';
import { SigningKeys } from './infrastructure/tokens/signing-keys';
import { AuthController } from './presentation/http/auth.controller';
import { UsersController } from './presentation/http/users.controller';
import { FirstAdmin } from './presentation/startup/first-admin';

const providers = [
  port(Clock, SystemClock),
  port(SecurityLog, NestSecurityLog, Metrics),
  port(UserRepository, TypeOrmUserRepository, Database, EventPublisher),
  port(RefreshFamilyRepository, TypeOrmRefreshFamilyRepository, Database, SessionEnds),
  port(SessionEndTelling, SessionEndTelling, RefreshFamilyRepository, SessionEnds, Clock),
  port(LoginAttemptsRepository, TypeOrmLoginAttemptsRepository, Database),
  port(LoginAttemptCleaning, LoginAttemptCleaning, LoginAttemptsRepository, Clock),
  port(UserQueries, TypeOrmUserQueries, Database),
  port(PasswordCheck, PasswordCheck, LoginAttemptsRepository, PasswordHasher, UnitOfWork, Clock),
  useCase(RegisterUserHandler, UserRepository, PasswordHasher, Clock),
  {
    provide: LogInHandler,
    useFactory: (unitOfWork: UnitOfWork, metrics: Metrics, ...ports: ConstructorParameters<typeof LogInHandler>) =>
      new CountedLogIn(new LogInHandler(...ports), unitOfWork, metrics),
    inject: [
      UnitOfWork,
      Metrics,
      UserRepository,
      RefreshFamilyRepository,
      PasswordCheck,
      AccessTokens,
      RefreshTokens,
      Clock,
    ],
  },
  useCase(RefreshSessionHandler, RefreshFamilyRepository, UserQueries, AccessTokens, RefreshTokens, SecurityLog, Clock),
  useCase(LogOutHandler, RefreshFamilyRepository, RefreshTokens, Clock),
  useCase(LogOutEverywhereHandler, RefreshFamilyRepository, Clock),
  useCase(RenameUserHandler, UserRepository),
  useCase(ChangePasswordHandler, UserRepository, RefreshFamilyRepository, PasswordCheck, PasswordHasher, Clock),
  useCase(ChangeRoleHandler, UserRepository),
  useCase(LinkOutsideUserHandler, UserRepository, Clock),
  useCase(AppointAdminHandler, UserRepository, RefreshFamilyRepository, PasswordHasher, Clock),
];

/** Keys, secrets and costs: the adapters that settings make. */
function providersOf(config: UserConfig): Provider[] {
  const folder = new KeyFolder(config.JWT_KEYS_DIR);
  folder.ensureKey();
  const keys = new SigningKeys(folder, new SystemClock());
  const accessTokens = new JwtAccessTokens(keys, {
    issuer: config.JWT_ISSUER,
    audience: config.JWT_AUDIENCE,
    minutes: config.ACCESS_TOKEN_MINUTES,
  });
  return [
    { provide: PublicKeys, useValue: keys },
    { provide: SigningKeyReading, useValue: new SigningKeyReading(keys) },
    { provide: AccessTokens, useValue: accessTokens },
    {
      provide: SessionEnds,
      useFactory: (endedSessions: EndedSessions) => new SessionEnds(endedSessions, config.ACCESS_TOKEN_MINUTES),
      inject: [EndedSessions],
    },
    { provide: RefreshTokens, useValue: new HmacRefreshTokens(config.REFRESH_TOKEN_SECRET) },
    { provide: PasswordHasher, useValue: new BcryptPasswordHasher(config.BCRYPT_COST) },
    {
      provide: FirstAdmin,
      useFactory: (dispatcher: Dispatcher, appointAdmin: AppointAdminHandler) =>
        new FirstAdmin(dispatcher, appointAdmin, config.admin),
      inject: [Dispatcher, AppointAdminHandler],
    },
  ];
}

@Module({})
export class UserModule {
  static with(config: UserConfig): DynamicModule {
    return {
      module: UserModule,
      imports: [
        ObservabilityModule.forService('user', config.LOG_LEVEL, config.BUILD_COMMIT),
        PersistenceModule.forRoot({
          url: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL_SIZE,
          migrations: [
            CreateMessageTables1760000000001,
            CreateUserTables1760000200000,
            CreateLoginAttempts1760000400010,
            LinkOutsideUsers1760000400050,
            FindRevokedFamilies1760000500000,
          ],
        }),
        MessagingModule.forRoot({
          service: 'user',
          url: config.RABBITMQ_URL,
          prefetch: config.RABBITMQ_PREFETCH,
        }),
        RedisModule.forRoot(config.REDIS_URL),
        HttpModule.forRoot(tokenSettings(config)),
        HealthModule.forChecks(DatabaseHealth, RabbitHealth),
      ],
      controllers: [AuthController, UsersController],
      providers: [...providers, ...providersOf(config)],
    };
  }
}
