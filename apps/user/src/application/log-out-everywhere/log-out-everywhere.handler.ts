import { Clock, UseCase } from '@tradewind/kernel';
import { RefreshFamilyRepository } from '../../domain/refresh-family.repository';

export interface LogOutEverywhere {
  readonly userId: string;
}

/** Ends every session of a user, on whatever device. */
export class LogOutEverywhereHandler implements UseCase<LogOutEverywhere> {
  constructor(
    private readonly families: RefreshFamilyRepository,
    private readonly clock: Clock,
  ) {}

  handle({ userId }: LogOutEverywhere): Promise<void> {
    return this.families.revokeAllOf(userId, this.clock.now());
  }
}
