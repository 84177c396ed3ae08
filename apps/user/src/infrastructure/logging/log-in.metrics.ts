import { Metrics, UnitOfWork, UseCase } from '@tradewind/kernel';
import { LogIn } from '../../application/log-in/log-in.handler';
import { TokenPair } from '../../application/token-pair';
import { WrongCredentials } from '../../domain/auth.errors';
import { User } from '../../domain/user';

/** Counts who gets in and who does not. */
export class CountedLogIn implements UseCase<LogIn, TokenPair, User> {
  private readonly logins;

  constructor(
    private readonly logIn: Required<UseCase<LogIn, TokenPair, User>>,
    private readonly unitOfWork: UnitOfWork,
    metrics: Metrics,
  ) {
    this.logins = metrics.counter(
      { name: 'logins_total', help: 'Logins by how they ended', labels: ['outcome'] },
      ['succeeded', 'failed'].map((outcome) => ({ outcome })),
    );
  }

  async prepare(command: LogIn): Promise<User> {
    try {
      return await this.logIn.prepare(command);
    } catch (error) {
      if (error instanceof WrongCredentials) this.logins.add({ outcome: 'failed' });
      throw error;
    }
  }

  async handle(command: LogIn, user: User): Promise<TokenPair> {
    const tokens = await this.logIn.handle(command, user);
    this.unitOfWork.afterCommit(() => this.logins.add({ outcome: 'succeeded' }));
    return tokens;
  }
}
