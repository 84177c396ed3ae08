import { SecurityLog } from '../../src/application/ports/security-log';

export class MemorySecurityLog extends SecurityLog {
  readonly reuses: { userId: string; familyId: string }[] = [];

  refreshTokenReused(about: { userId: string; familyId: string }): void {
    this.reuses.push(about);
  }
}
