import { Logger } from '@nestjs/common';
import { Metrics } from '@tradewind/kernel';
import { SecurityLog } from '../../application/ports/security-log';

export class NestSecurityLog extends SecurityLog {
  private readonly logger = new Logger('Security');
  private readonly reuses;

  constructor(metrics: Metrics) {
    super();
    this.reuses = metrics.counter({
      name: 'refresh_reuse_detected_total',
      help: 'Refresh tokens that came a second time: stolen, or sent again',
    });
  }

  refreshTokenReused({ userId, familyId }: { userId: string; familyId: string }): void {
    this.reuses.add({});
    this.logger.warn(`A used refresh token of user ${userId} came again; family ${familyId} is revoked.`);
  }
}
