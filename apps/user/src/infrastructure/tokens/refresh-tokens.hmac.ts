import { isUuid } from '@tradewind/kernel';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { RefreshTokenContent, RefreshTokens } from '../../application/ports/refresh-tokens';

const TOKEN = /^([0-9a-f-]{36})\.(0|[1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/;

/** `<family>.<counter>.<HMAC-SHA256 of both>` */
export class HmacRefreshTokens extends RefreshTokens {
  constructor(private readonly secret: string) {
    super();
  }

  make({ familyId, counter }: RefreshTokenContent): string {
    return `${familyId}.${counter}.${this.seal(familyId, counter)}`;
  }

  read(token: string): RefreshTokenContent | undefined {
    const [, familyId, digits, seal] = TOKEN.exec(token) ?? [];
    if (!familyId || !digits || !seal || !isUuid(familyId)) return undefined;
    const counter = Number(digits);
    const isOurs = timingSafeEqual(Buffer.from(seal), Buffer.from(this.seal(familyId, counter)));
    return isOurs ? { familyId, counter } : undefined;
  }

  private seal(familyId: string, counter: number): string {
    // The first word keeps this use of the secret apart from any other.
    return createHmac('sha256', this.secret).update(`refresh-token ${familyId} ${counter}`).digest('base64url');
  }
}
