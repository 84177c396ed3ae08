import {
  applyDecorators,
  CanActivate,
  createParamDecorator,
  ExecutionContext,
  ForbiddenException,
  Injectable,
  ServiceUnavailableException,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { ApiExtension } from '@nestjs/swagger';
import { Principal, Role } from '@tradewind/kernel';
import { KeysUnavailable } from './key-set';

export const POLICY = Symbol('Policy');
export type Policy = 'public' | 'signed-in' | 'admin';

/** Under this name the OpenAPI document says who may call an operation. */
export const POLICY_IN_DOCUMENT = 'x-policy';

const allow = (policy: Policy): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(POLICY, policy), ApiExtension(POLICY_IN_DOCUMENT, policy));

/** Anyone may call it, without a token. */
export const Public = (): MethodDecorator & ClassDecorator => allow('public');

/** Any user with a valid token; what is theirs is decided by the use case. */
export const SignedIn = (): MethodDecorator & ClassDecorator => allow('signed-in');

export const AdminOnly = (): MethodDecorator & ClassDecorator => allow('admin');

/** The verified caller, as an argument of a controller method. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<{ user: Principal }>().user,
);

/** Denies unless the route's policy allows. A route without a policy never gets here: it stops the start. */
@Injectable()
export class PolicyGuard extends AuthGuard('jwt') implements CanActivate {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.reflector.getAllAndOverride<Policy | undefined>(POLICY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (policy === 'public') return true;
    await super.canActivate(context);
    const { user } = context.switchToHttp().getRequest<{ user?: Principal }>();
    if (!user || !policy) throw new UnauthorizedException();
    if (policy === 'admin' && user.role !== Role.Admin) throw new ForbiddenException('This needs the role ADMIN.');
    return true;
  }

  override handleRequest<T>(error: unknown, user: T | false, reason: unknown): T {
    if (error instanceof Error && !(error instanceof UnauthorizedException)) throw error;
    if (reason instanceof KeysUnavailable) throw new ServiceUnavailableException('Tokens cannot be checked now.');
    if (!user) throw new UnauthorizedException('A valid access token is needed: Authorization: Bearer <token>.');
    return user;
  }
}
