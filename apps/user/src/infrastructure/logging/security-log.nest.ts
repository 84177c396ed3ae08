import { Logger } from '@nestjs/common';
import { SecurityLog } from '../../application/ports/security-log';

export class NestSecurityLog extends SecurityLog {
  private readonly logger = new Logger('Security');

  refreshTokenReused({ userId, familyId }: { userId: string; familyId: string }): void {
    this.logger.warn(`A used refresh token of user ${userId} came again; family ${familyId} is revoked.`);
  }
}
