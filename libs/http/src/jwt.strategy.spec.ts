import { UnauthorizedException } from '@nestjs/common';
import { Role } from '@tradewind/kernel';
import { JwtStrategy } from './jwt.strategy';

const strategy = new JwtStrategy({ jwksUrl: 'http://user/api/auth/jwks', issuer: 'tradewind', audience: 'tradewind' });
const claims = { sub: 'c-1', email: 'yash@example.com', name: 'Yash', role: Role.Customer, exp: 1_767_268_800 };

describe('the claims of a verified token', () => {
  it('say who asks, and until when', () => {
    expect(strategy.validate(claims)).toEqual({
      userId: 'c-1',
      email: 'yash@example.com',
      name: 'Yash',
      role: Role.Customer,
      expiresAt: new Date('2026-01-01T12:00:00.000Z'),
    });
  });

  it.each(['sub', 'email', 'name', 'role', 'exp'])('are not enough without %s', (missing) => {
    expect(() => strategy.validate({ ...claims, [missing]: undefined })).toThrow(UnauthorizedException);
  });
});
