/** What an operator should look at although every rule was kept. Never hears a token or a password. */
export abstract class SecurityLog {
  abstract refreshTokenReused(about: { userId: string; familyId: string }): void;
}
