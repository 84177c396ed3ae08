import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from '@nestjs/common';
import { Dispatcher, type Principal } from '@tradewind/kernel';
import { Observable } from 'rxjs';
import { LinkOutsideUserHandler } from '../../application/link-outside-user/link-outside-user.handler';

/** Whoever comes with a token of the outside issuer has an account when the request is handled. */
@Injectable()
export class OutsideUsers implements NestInterceptor {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly linkOutsideUser: LinkOutsideUserHandler,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { user } = context.switchToHttp().getRequest<{ user?: Principal }>();
    if (user?.identity) await this.dispatcher.run(this.linkOutsideUser, { ...user, identity: user.identity });
    return next.handle();
  }
}
